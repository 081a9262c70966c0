"""What a file leaves open and only a person can say."""

from dataclasses import dataclass, field
from typing import Any

from portal.imports.refusals import FileRefused

PERIOD, NAME, COLUMNS, NUMBERS, DATES = "period", "name", "columns", "numbers", "dates"


@dataclass(frozen=True)
class Question:
    """One question. `subject` and `text` say of what; `choices` are (value, words); `rows` are samples."""

    kind: str
    text: str
    subject: str = ""
    place: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    samples: tuple[str, ...] = ()


@dataclass
class Answers:
    """What was answered of a file; names that were confirmed are remembered as aliases besides."""

    period: str = ""
    numbers: str = ""
    dates: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    declined: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For keeping beside the file."""
        return dict(self.__dict__)


class Asked(FileRefused):
    """The file can be read once its questions are answered; nothing is written before."""

    def __init__(self, questions: list[Question]) -> None:
        first = questions[0].text
        more = f" Còn {len(questions) - 1} câu hỏi khác." if len(questions) > 1 else ""
        super().__init__(
            "question",
            f"Tệp cần được trả lời trước khi đọc: {first}{more}",
            "Hãy mở trang Nhập từ Excel và trả lời ở đó.",
        )
        self.questions = questions
