"""What the tree of units can be narrowed by."""

from portal.units.lists import AddressedFilterSet, choice_filter, words_filter
from portal.units.models import AdminUnit


class UnitFilters(AddressedFilterSet):
    """Words and level; the day is `den-ngay` of the address."""

    addresses = {"words": "tim", "level": "cap"}

    words = words_filter("Tên hoặc mã đơn vị")
    level = choice_filter("Cấp", AdminUnit.Level.choices, "level")

    @property
    def narrowing(self) -> dict[str, str]:
        """The choices as arguments of the tree; nothing while the choice is invalid."""
        chosen = self.form.cleaned_data if self.is_bound and self.form.is_valid() else {}
        return {"matching": chosen.get("tim") or "", "level": chosen.get("cap") or ""}
