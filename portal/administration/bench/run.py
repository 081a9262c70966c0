"""A whole run: make the database, fill it, measure, drop it."""

from collections.abc import Callable

from portal.administration.bench import approving, importing, province, publishing, reading
from portal.administration.bench.goals import Result
from portal.administration.bench.scratch import scratch, settle
from portal.administration.bench.sizes import Sizes


def run(sizes: Sizes, tell: Callable[[str], object]) -> list[Result]:
    """Measure every goal of the engine in use in a database of its own; `tell` hears how far it is."""
    tell("Tạo cơ sở dữ liệu tạm.")
    with scratch():
        tell(f"Tạo tỉnh thử nghiệm: {sizes.communes} xã, {sizes.indicators} chỉ tiêu.")
        place = province.build(sizes)
        results = _reading(place, sizes, tell)
        tell("Đo một lần duyệt.")
        results.insert(0, approving.measure(place, sizes))
        tell(f"Đo việc đưa {sizes.imported_rows} số liệu vào hiệu lực.")
        results.append(publishing.measure(place, sizes))
        tell(f"Đo việc nhập tệp {sizes.imported_rows} dòng.")
        results.append(importing.measure(place, sizes))
        tell("Xóa cơ sở dữ liệu tạm.")
    return results


def _reading(place: province.Province, sizes: Sizes, tell: Callable[[str], object]) -> list[Result]:
    whole = province.months(province.FIRST_YEAR, sizes.months * sizes.growth)
    costs = []
    for since, until in ((0, sizes.months), (sizes.months, len(whole))):
        tell(f"Nạp số liệu cho đủ {until} tháng.")
        province.load(place, whole[since:until])
        settle()
        costs.append(reading.measure(place, until))
    return reading.compare(*costs, sizes)
