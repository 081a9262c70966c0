"""Forms of the desk."""

from typing import Any

from django import forms


class ExplanationForm(forms.Form):
    """The answer to a finding."""

    explanation = forms.CharField(
        label="Nội dung giải trình",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Cần ghi rõ nội dung giải trình."},
    )


class AcceptanceForm(ExplanationForm):
    """A reviewer accepts an answer that stands without words of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["explanation"].required = False
