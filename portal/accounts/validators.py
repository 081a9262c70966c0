"""Rules of passwords in Vietnamese: Django leaves some of its sentences in English."""

from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from portal.vietnamese.names import fold

SHORTEST_NAME = 6  # a name as short as "An" stands in many a good password


class NotPersonal(password_validation.UserAttributeSimilarityValidator):
    """Refuses passwords like the person's own data; the name counts without its accents, too."""

    def __init__(self, user_attributes: tuple[str, ...] = ("username", "full_name", "email")) -> None:
        super().__init__(user_attributes)

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when the password resembles the person's data."""
        super().validate(password, user)
        name = fold(getattr(user, "full_name", "")).replace(" ", "")
        if len(name) >= SHORTEST_NAME and name in fold(password).replace(" ", ""):
            raise ValidationError(
                self.get_error_message(), code="password_too_similar", params={"verbose_name": "họ tên"}
            )

    def get_error_message(self) -> str:
        """What is wrong with the password."""
        return "Mật khẩu quá giống với mục “%(verbose_name)s” của tài khoản."

    def get_help_text(self) -> str:
        """The rule, before anything is typed."""
        return "Không giống tên đăng nhập, họ tên hoặc thư điện tử của người dùng."


class LongEnough(password_validation.MinimumLengthValidator):
    """Refuses short passwords; there are no rules of composition, and no upper limit that matters."""

    def get_error_message(self) -> str:
        """What is wrong with the password."""
        return f"Mật khẩu quá ngắn, cần ít nhất {self.min_length} ký tự."

    def get_help_text(self) -> str:
        """The rule, before anything is typed."""
        return f"Ít nhất {self.min_length} ký tự; một câu dài dễ nhớ tốt hơn ký tự lạ."


class NotCommon(password_validation.CommonPasswordValidator):
    """Refuses the passwords that everyone tries first."""

    def get_error_message(self) -> str:
        """What is wrong with the password."""
        return "Mật khẩu này quá phổ biến, dễ bị đoán ra."

    def get_help_text(self) -> str:
        """The rule, before anything is typed."""
        return "Không phải mật khẩu được nhiều người dùng."
