"""Words are found whatever their accents."""

import re

import pytest

from resolutions.wording import any_accent


@pytest.mark.parametrize(
    ("word", "text"),
    [("dien", "Điện gió"), ("gio", "điện gió"), ("thuy", "Thủy điện"), ("05-nq", "số 05-NQ/TU"), ("điện", "ĐIỆN GIÓ")],
)
def test_a_word_is_found(word, text):
    assert re.search(any_accent(word), text, re.IGNORECASE)


def test_an_accented_word_means_only_itself():
    assert not re.search(any_accent("điển"), "điện gió", re.IGNORECASE)


def test_signs_of_regular_expressions_are_ordinary_characters():
    assert not re.search(any_accent("a.c"), "abc", re.IGNORECASE)
