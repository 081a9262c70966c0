"""Forms of signing in and of changing one's password."""

from typing import Any

from axes.helpers import get_cool_off, get_failure_limit
from django import forms
from django.contrib.auth import forms as auth_forms
from django.core.exceptions import ValidationError

REQUIRED = {"null_characters_not_allowed": "Có ký tự không hợp lệ."}


def _password(label: str, autocomplete: str, *, asked: str, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={**REQUIRED, "required": asked},
        **more,
    )


class SignInForm(auth_forms.AuthenticationForm):
    """User name and password. Whatever is wrong, known names and unknown ones read the same sentence."""

    # A longer name would not fit the column of failed attempts either.
    username = auth_forms.UsernameField(
        label="Tên đăng nhập",
        max_length=150,
        widget=forms.TextInput(attrs={"autofocus": True, "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            **REQUIRED,
            "required": "Hãy nhập tên đăng nhập.",
            "max_length": "Tên đăng nhập dài quá 150 ký tự.",
        },
    )
    password = _password(
        "Mật khẩu",
        "current-password",
        asked="Hãy nhập mật khẩu.",
        help_text="Nên tắt bộ gõ tiếng Việt (UniKey, EVKey…) khi gõ mật khẩu: bộ gõ có thể đổi “as” thành “á”.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs["autocomplete"] = "username"

    def get_invalid_login_error(self) -> ValidationError:
        """What is wrong, and how many attempts are left for this name from this address."""
        text = "Tên đăng nhập hoặc mật khẩu chưa đúng."
        failures = getattr(self.request, "axes_failures_since_start", None)
        if failures is not None:
            left = max(0, get_failure_limit(self.request, None) - failures)
            minutes = get_cool_off(self.request).total_seconds() // 60
            text += f" Còn {left} lần trước khi tạm khóa {minutes:.0f} phút."
        return ValidationError(text, code="invalid_login")


class OwnPasswordForm(auth_forms.PasswordChangeForm):
    """The present password, and the new one twice."""

    error_messages = {
        "password_mismatch": "Hai lần nhập mật khẩu mới không giống nhau.",
        "password_incorrect": "Mật khẩu hiện tại chưa đúng.",
    }
    old_password = _password("Mật khẩu hiện tại", "current-password", asked="Hãy nhập mật khẩu hiện tại.")
    new_password1 = _password(
        "Mật khẩu mới",
        "new-password",
        asked="Hãy nhập mật khẩu mới.",
        help_text=auth_forms.SetPasswordForm.base_fields["new_password1"].help_text,
    )
    new_password2 = _password("Nhập lại mật khẩu mới", "new-password", asked="Hãy nhập lại mật khẩu mới để đối chiếu.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("old_password") and cleaned.get("old_password") == cleaned.get("new_password1"):
            self.add_error("new_password1", "Mật khẩu mới phải khác mật khẩu hiện tại.")
        return cleaned
