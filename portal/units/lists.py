"""Lists of every room: filters that live in the address, rows that the person may see, an empty state that says why."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.forms import Field, Select, TextInput
from django.urls import reverse
from django_filters import CharFilter, ChoiceFilter, Filter, FilterSet, ModelChoiceFilter
from django_filters.views import FilterView

ANY = "Tất cả"


class AddressedFilterSet(FilterSet):
    """Filters with English names here and Vietnamese words in the address; `addresses` maps one to the other."""

    addresses: ClassVar[Mapping[str, str]] = {}

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        """The declared filters under the words of the address."""
        return {cls.addresses.get(name, name): one for name, one in super().get_filters().items()}

    @property
    def choices_in_words(self) -> str:
        """What was chosen, for the empty state: "loại = Điện gió, giai đoạn = Vận hành"."""
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        fields = self.form.fields
        return ", ".join(
            f"{_uncapitalized(str(fields[name].label))} = {_in_words(fields[name], value)}"
            for name, value in chosen.items()
            if value not in (None, "")
        )


def words_filter(label: str = "Từ khóa") -> CharFilter:
    """A box of words that the queryset's `matching()` looks for."""
    return CharFilter(label=label, method=_matching, widget=TextInput(attrs={"type": "search"}))


def choice_filter(label: str, choices: Any, field_name: str) -> ChoiceFilter:
    """A list of choices with "Tất cả" first."""
    return ChoiceFilter(label=label, choices=choices, field_name=field_name, empty_label=ANY)


def row_filter(label: str, queryset: Any, method: Any, to_field: str = "pk") -> ModelChoiceFilter:
    """A list of rows of another table with "Tất cả" first; `method(queryset, name, value)` narrows."""
    return ModelChoiceFilter(
        label=label, queryset=queryset, method=method, to_field_name=to_field, empty_label=ANY, widget=Select
    )


class FilteredList(FilterView):
    """A list of what one person may see, filtered by the address, with words for the moment when nothing is left."""

    paginate_by = 50
    title = ""
    thing = ""
    nothing_yet = ""
    parent: tuple[str, str] | None = None

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        above = [(self.parent[0], reverse(self.parent[1]))] if self.parent else []
        return super().get_context_data(
            title=self.title, breadcrumb=[*above, (self.title, "")], empty_text=self._empty_text(), **kwargs
        )

    def _empty_text(self) -> str:
        chosen = self.filterset.choices_in_words
        return f"Không có {self.thing} nào khớp: {chosen}." if chosen else self.nothing_yet


def _matching(queryset: Any, name: str, value: str) -> Any:
    return queryset.matching(value)


def _in_words(field: Field, value: Any) -> str:
    labels = {str(key): label for key, label in getattr(field, "choices", ())} if isinstance(value, str) else {}
    return str(labels.get(str(value), value))


def _uncapitalized(label: str) -> str:
    return label[:1].lower() + label[1:]
