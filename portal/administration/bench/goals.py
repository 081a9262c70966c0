"""The goals: what is compared with what, and how far it may lie off."""

from dataclasses import dataclass, replace

TIMES = "lần"
SECONDS = "giây"


@dataclass(frozen=True)
class Goal:
    """What is measured and its limit; `at_least` turns the comparison round."""

    text: str
    limit: float
    at_least: bool = False
    unit: str = TIMES

    def saying(self, **words: object) -> "Goal":
        """The goal with the sizes of this run in its text."""
        return replace(self, text=self.text.format(**words))

    def result(self, measured: float, *, limit: float | None = None) -> "Result":
        """The goal with what was measured; `limit` only where it depends on the size measured."""
        return Result(self, round(measured, 3), round(self.limit if limit is None else limit, 3))


@dataclass(frozen=True)
class Result:
    """A goal beside what was measured."""

    goal: Goal
    measured: float
    limit: float

    @property
    def holds(self) -> bool:
        """Whether the goal is reached."""
        return self.measured >= self.limit if self.goal.at_least else self.measured <= self.limit

    def as_json(self) -> dict[str, object]:
        """What the contract prints."""
        return {
            "goal": self.goal.text,
            "measured": self.measured,
            "limit": self.limit,
            "unit": self.goal.unit,
            "holds": self.holds,
        }


_CORRECTED = "Một số liệu sửa của xã, có ngay ở tổng hợp và đánh giá của huyện, tỉnh, so với save() có lịch sử của ORM"
CORRECTION = {"postgresql": Goal(_CORRECTED, 3.0), "sqlite": Goal(_CORRECTED, 1.5)}
APPROVAL = {
    "postgresql": Goal("Duyệt một số liệu (tổng hợp, đánh giá, sự kiện) so với save() có lịch sử của ORM", 3.0),
    "sqlite": Goal("Duyệt một số liệu (tổng hợp, đánh giá, sự kiện) so với save() có lịch sử của ORM", 1.5),
}
SCORECARD_QUERIES = Goal("Bảng chỉ tiêu của một đơn vị khi lịch sử dài gấp {growth}: số truy vấn", 1.2)
COST_WORDS = {"postgresql": "trang bộ đệm", "sqlite": "bước máy ảo"}
SCORECARD_COST = Goal("Bảng chỉ tiêu của một đơn vị khi lịch sử dài gấp {growth}: {cost}", 1.2)
STANDINGS_COST = Goal("Truy vấn tình hình của một đơn vị khi lịch sử dài gấp {growth}: {cost}", 1.2)
IMPORT = Goal("Nhập tệp Excel so với django-import-export nguyên bản (số dòng mỗi giây)", 60.0, at_least=True)
PUBLISHING = Goal("Đưa số liệu vào hiệu lực (lịch sử, tổng hợp, đánh giá) so với ghi thô hai bảng", 3.5)
APPROVAL_GROWTH = Goal("Duyệt một số liệu khi lịch sử dài gấp {growth} so với khi ngắn (mỗi bên so với save())", 1.3)
REBUILD = Goal("Tính lại toàn bộ tổng hợp, đánh giá từ {figures} triệu số liệu", 60.0, unit=SECONDS)
MERGER = Goal("Sáp nhập mười xã: số tổng hợp phải xem lại so với số nằm trên mười xã từ ngày sáp nhập", 1.0)
