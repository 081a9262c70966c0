"""The styles of a workbook: the formats of its numbers in a short form, and fonts of before Unicode."""

import re
from functools import lru_cache, partial

from portal.imports import limits
from portal.imports.preflight.archive import Archive
from portal.imports.preflight.markup import Part, by_name
from portal.vietnamese.legacy import encoding_of_font

# The formats that Excel knows by number only; the rest of them is General, text or fractions.
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "d/m/yyyy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "d/m/yyyy h:mm", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss.0",
}  # fmt: skip
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DIGITS = re.compile(r"[0#?][0#?,.]*")
_LONGEST_FORMAT, _LONGEST_FONT_NAME = 255, 60


@lru_cache(maxsize=1024)
def shape(code: str) -> str:
    """A format in its short form: "0", "0.00", "0.00%", "0,," (shown in millions), "date", or "" for none of these."""
    section = _NOT_SHOWN.sub("", code).split(";")[0]
    if re.search("[dmyhs]", section, re.IGNORECASE) and "general" not in section.lower():
        return "date"
    digits = _DIGITS.search(section)
    if digits is None or "E" in section.upper() or "/" in section:
        return ""
    whole, _, fraction = digits[0].partition(".")
    scale = "," * max(len(part) - len(part.rstrip(",")) for part in (whole, fraction))
    places = len(fraction.rstrip(","))
    # A "#" behind the point shows as many places as there are, so it rounds nothing that people would see.
    fixed = "" if set(fraction) & set("#?") else ("." + "0" * places if places else "")
    percent = "%" if "%" in section else ""
    if fixed == "" and places and not scale and not percent:
        return ""
    return f"0{fixed}{scale}{percent}"


class Styles(Part):
    """`formats` and `legacy` map a style's number, as sheets write it, to its format's short form and its old font."""

    def __init__(self, archive: Archive, part: str) -> None:
        super().__init__(archive, part)
        self.formats: dict[str, str] = {}
        self.legacy: dict[str, str] = {}
        self._codes = dict(BUILT_IN)
        self._fonts: list[str] = []
        self._styles = 0
        self._inside = ""
        self.on = {
            "numFmt": self._code,
            "font": self._font,
            "name": self._font_name,
            "xf": self._style,
            # The lists of a stylesheet; each ends the one before it.
            **{
                name: partial(self._enter, name)
                for name in ("fonts", "fills", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
            },
        }

    def _enter(self, name: str, attributes: list[str]) -> None:
        self._inside = name

    def _code(self, attributes: list[str]) -> None:
        said = by_name(attributes)
        self._codes[self.number(said.get("numFmtId", "0"))] = said.get("formatCode", "")[:_LONGEST_FORMAT]
        self._bound(len(self._codes))

    def _font(self, attributes: list[str]) -> None:
        if self._inside == "fonts":
            self._fonts.append("")
            self._bound(len(self._fonts))

    def _font_name(self, attributes: list[str]) -> None:
        if self._inside == "fonts" and self._fonts:
            self._fonts[-1] = by_name(attributes).get("val", "")[:_LONGEST_FONT_NAME]

    def _style(self, attributes: list[str]) -> None:
        if self._inside != "cellXfs":
            return
        said = by_name(attributes)
        style = str(self._styles)
        self._styles += 1
        self._bound(self._styles)
        form = shape(self._codes.get(self.number(said.get("numFmtId", "0")), ""))
        if form:
            self.formats[style] = form
        number = self.number(said.get("fontId", "0"))
        font = self._fonts[number] if number < len(self._fonts) else ""
        if encoding_of_font(font):
            self.legacy[style] = font

    def _bound(self, count: int) -> None:
        if count > limits.STYLES:
            self.refuse_damage()
