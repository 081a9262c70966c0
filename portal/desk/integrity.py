"""Structural gaps: what no figure shows, but what keeps figures, units and documents from fitting together."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from indicators.models import Observation, Series, Target
from portal.desk.rules import Days, cycles, taken_twice, uncovered
from portal.periods.rules import UnknownDate, partial_end
from portal.units.models import OPEN_END, UNKNOWN_START, AdminUnit, Placement
from portal.vietnamese.dates import write_date
from portal.workflow.models import Submission
from portal.workflow.rules import STATE_WORDS, State
from resolutions.models import Document, DocumentLink

SHOWN = 100  # gaps of one kind on the page; the rest is counted
ONE_DAY = timedelta(days=1)
ORDERED = ("implements", "based_on", "amends", "replaces", "supports")


@dataclass(frozen=True)
class Gap:
    """One thing that does not fit: what, in which way, and where to look at it."""

    subject: str
    detail: str
    url: str
    counts: int = 1


@dataclass(frozen=True)
class Check:
    """One kind of gap, what to do about it, and those found; `total` counts those, too, that are not shown."""

    title: str
    remedy: str
    gaps: tuple[Gap, ...]
    total: int

    @property
    def left_out(self) -> int:
        """How many lines the page leaves out."""
        return self.total - sum(gap.counts for gap in self.gaps)


def integrity(on: date) -> tuple[Check, ...]:
    """All checks as of the day. At most twelve queries, whatever there is."""
    return tuple(_checked(title, remedy, finder(on)) for title, remedy, finder in CHECKS)


def _checked(title: str, remedy: str, found: Iterable[Gap]) -> Check:
    gaps = tuple(found)
    return Check(title, remedy, gaps[:SHOWN], sum(gap.counts for gap in gaps))


def _without_owner(on: date) -> Iterator[Gap]:
    rows = Series.objects.entered().filter(owner=None, unit__valid_to__gt=on)
    return _per_unit(rows, "{} chỉ tiêu chưa có cơ quan phụ trách")


def _ended_owner(on: date) -> Iterator[Gap]:
    rows = Series.objects.entered().filter(owner__valid_to__lte=on, unit__valid_to__gt=on)
    return _per_unit(rows, "{} chỉ tiêu do cơ quan đã kết thúc hoạt động phụ trách")


def _without_figure(on: date) -> Iterator[Gap]:
    figures = Observation.objects.in_force().filter(series=OuterRef("pk"))
    rows = Series.objects.entered().filter(~Exists(figures), unit__valid_to__gt=on)
    return _per_unit(rows, "{} chỉ tiêu được giao chưa có số liệu nào được duyệt")


def _per_unit(series: Any, words: str) -> Iterator[Gap]:
    """One gap per unit, since hundreds of lines would say the same. One query."""
    counted = series.order_by("unit__sort_text").values_list("unit__name", "unit__slug").annotate(Count("pk"))
    for name, slug, count in counted:
        yield Gap(name, words.format(count), f"{reverse('indicators:indicator_list')}?don-vi={slug}", count)


def _target_outside_term(on: date) -> Iterator[Gap]:
    rows = Target.objects.named().lasting_on(on).filter(~Q(document__term_to="") | ~Q(document__term_from=""))
    for one in rows.order_by("document_id", "source_key"):
        begins, ends = _end(one.document.term_from), _end(one.document.term_to)
        wanted = _end(one.horizon_to)
        outside = wanted and ((ends and wanted > ends) or (begins and wanted < begins))
        if outside:
            term = f"{one.document.term_from or '…'}–{one.document.term_to or '…'}"
            detail = f"“{one.text}” đến {one.horizon_to}, ngoài giai đoạn {term} của văn bản"
            yield Gap(str(one.document), detail, one.document.get_absolute_url())


def _end(text: str) -> date | None:
    try:
        return partial_end(text) if text else None
    except UnknownDate:
        return None


def _unit_days(on: date) -> Iterator[Gap]:
    """Units that stand under nobody for some of their days, or under two at once; codes of two units at once."""
    placed: dict[int, list[Days]] = {}
    for unit, since, until in Placement.objects.values_list("unit_id", "valid_from", "valid_to"):
        placed.setdefault(unit, []).append(Days(since, until))
    lives: dict[str, list[Days]] = {}
    for unit in AdminUnit.objects.order_by("code", "valid_from"):
        parts = placed.get(unit.pk, [])
        lives.setdefault(unit.code, []).append(Days(unit.valid_from, unit.valid_to))
        # of a unit whose beginning nobody has looked up, the days before its first place are unknown, not open
        known_since = min(parts).since if parts and unit.first_day is None else unit.valid_from
        life = Days(known_since, unit.valid_to)
        where = reverse("units:unit", args=[unit.slug])
        if unit.level != AdminUnit.Level.PROVINCE:
            yield from (Gap(unit.titled, f"không trực thuộc đơn vị nào {_days(one)}", where)
                        for one in uncovered(life, parts))  # fmt: skip
        yield from (Gap(unit.titled, f"trực thuộc hai đơn vị {_days(one)}", where) for one in taken_twice(parts))
    for code, spans in lives.items():
        yield from (Gap(f"Mã {code}", f"là mã của hai đơn vị {_days(one)}", reverse("units:unit_list"))
                    for one in taken_twice(spans))  # fmt: skip


def _days(days: Days) -> str:
    since = "" if days.since == UNKNOWN_START else f"từ {write_date(days.since)}"
    until = "" if days.until == OPEN_END else f"đến {write_date(days.until - ONE_DAY)}"
    return " ".join(part for part in (since, until) if part) or "ở mọi thời điểm"


def _document_cycles(on: date) -> Iterator[Gap]:
    edges: dict[str, list[tuple[int, int]]] = {}
    for source, target, relation in DocumentLink.objects.values_list("source_id", "target_id", "relation"):
        edges.setdefault(relation, []).append((source, target))
    rings = [(relation, ring) for relation in ORDERED for ring in cycles(edges.get(relation, ()))]
    documents = Document.objects.defer("text", "search_text").in_bulk({pk for _, ring in rings for pk in ring})
    for relation, ring in rings:
        names = " → ".join(str(documents[pk]) for pk in (*ring, ring[0]))
        word = DocumentLink.Relation(relation).label
        yield Gap(str(documents[ring[0]]), f"quan hệ “{word}” đi vòng: {names}", documents[ring[0]].get_absolute_url())


def _late_reports(on: date) -> Iterator[Gap]:
    for one in Submission.objects.overdue_on(on).in_open_periods().for_page().order_by("due_on", "unit__sort_text"):
        state = STATE_WORDS[State(one.state)].lower()
        yield Gap(f"{one.unit} – {one.period}", f"hạn {write_date(one.due_on)}, {state}", one.get_absolute_url())
    for one in Submission.objects.without_deadline().in_open_periods().for_page().order_by("unit__sort_text"):
        yield Gap(f"{one.unit} – {one.period}", "chưa có hạn nộp", one.get_absolute_url())


# Title, remedy, and what finds the gaps.
CHECKS: tuple[tuple[str, str, Callable[[date], Iterable[Gap]]], ...] = (
    (
        "Chỉ tiêu chưa có cơ quan phụ trách",
        "Giao cơ quan phụ trách cho từng chỉ tiêu của đơn vị bằng chức năng Nhập từ Excel.",
        _without_owner,
    ),
    (
        "Cơ quan phụ trách đã kết thúc hoạt động",
        "Chuyển chỉ tiêu sang cơ quan kế tục.",
        _ended_owner,
    ),
    (
        "Chỉ tiêu chưa có số liệu",
        "Mở báo cáo cho đơn vị nhập, hoặc thôi giao chỉ tiêu.",
        _without_figure,
    ),
    (
        "Mục tiêu ngoài giai đoạn của văn bản",
        "Kiểm tra thời hạn của mục tiêu, hoặc giai đoạn của văn bản giao mục tiêu.",
        _target_outside_term,
    ),
    (
        "Đơn vị hở hoặc chồng thời gian",
        "Sửa ngày hiệu lực của đơn vị hoặc của quan hệ trực thuộc.",
        _unit_days,
    ),
    (
        "Quan hệ văn bản đi vòng",
        "Bỏ hoặc đổi chiều một quan hệ trong vòng.",
        _document_cycles,
    ),
    (
        "Báo cáo quá hạn chưa nộp hoặc chưa có hạn",
        "Đôn đốc đơn vị, hoặc gia hạn có lý do ở trang của báo cáo.",
        _late_reports,
    ),
)
