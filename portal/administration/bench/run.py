"""A whole run: make the database, fill it, measure, drop it."""

from collections.abc import Callable

from portal.administration.bench import approving, importing, merging, province, publishing, reading, rebuilding
from portal.administration.bench.goals import Result
from portal.administration.bench.scratch import scratch, settle
from portal.administration.bench.sizes import Sizes

APART = 5  # years between the figures that one measurement adds and those of the next


def run(sizes: Sizes, tell: Callable[[str], object]) -> list[Result]:
    """Measure every goal of the engine in use in a database of its own; `tell` hears how far it is."""
    tell("Tạo cơ sở dữ liệu tạm.")
    with scratch():
        tell(f"Tạo tỉnh thử nghiệm: {sizes.communes} xã, {sizes.indicators} chỉ tiêu.")
        place = province.build(sizes)
        results = _history(place, sizes, tell)
        tell(f"Đo việc đưa {sizes.imported_rows} số liệu vào hiệu lực.")
        results.append(publishing.measure(place, sizes))
        tell(f"Đo việc nhập tệp {sizes.imported_rows} dòng.")
        results.append(importing.measure(place, sizes))
        if sizes.is_whole:
            tell("Đo việc sáp nhập mười xã, việc tính lại toàn bộ.")
            results += [merging.measure(place), rebuilding.measure()]
        tell("Xóa cơ sở dữ liệu tạm.")
    return results


def _history(place: province.Province, sizes: Sizes, tell: Callable[[str], object]) -> list[Result]:
    """Load the history in two steps; what an approval and a scorecard cost at its end, and beside the short one."""
    whole = province.months(province.FIRST_YEAR, sizes.months * sizes.growth)
    costs, approvals = [], []
    for number, (since, until) in enumerate(((0, sizes.months), (sizes.months, len(whole)))):
        tell(f"Nạp số liệu cho đủ {until} tháng.")
        province.load(place, whole[since:until])
        settle()
        costs.append(reading.measure(place, until))
        if sizes.is_whole or until == len(whole):
            tell("Đo một lần duyệt.")
            approvals.append(approving.measure(place, sizes, year=province.ADDED_FROM + APART * number))
    growth = [approving.growth(*approvals, sizes)] if sizes.is_whole else []
    return [approving.correct(place, sizes), approvals[-1], *growth, *reading.compare(*costs, sizes)]
