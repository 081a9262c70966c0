"""Pages of signing in and out, of one's password, and the way to one's first page."""

from typing import Any

from axes.helpers import get_cool_off
from django.contrib import admin, messages
from django.contrib.auth import update_session_auth_hash, views
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.generic import RedirectView, View

from portal.accounts import actions
from portal.accounts.forms import OwnPasswordForm, SignInForm
from portal.accounts.landing import start_page


class SignIn(views.LoginView):
    """Signs a person in and leads on to where they wanted to go."""

    form_class = SignInForm
    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:
        actions.note_sign_in(by=form.get_user())
        return super().form_valid(form)


# Open to everyone: with an ended session the way back would lead to a page that answers POST alone.
@method_decorator(login_not_required, name="dispatch")
class SignOut(views.LogoutView):
    """Ends the session; by POST only, so that no foreign page can do it with a picture."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            actions.note_sign_out(by=request.user)
        return super().post(request, *args, **kwargs)


class ChangePassword(views.PasswordChangeView):
    """Changes one's own password and ends all other sessions of the account."""

    form_class = OwnPasswordForm
    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("accounts:landing")

    def form_valid(self, form: OwnPasswordForm) -> HttpResponse:
        actions.change_password(form.user, form.cleaned_data["new_password1"], by=self.request.user)
        update_session_auth_hash(self.request, form.user)
        messages.success(self.request, "Đã đổi mật khẩu. Các phiên đăng nhập khác của tài khoản đã kết thúc.")
        return redirect(self.success_url)


class Landing(RedirectView):
    """Leads to the first page of the person's role."""

    http_method_names = ["get", "head", "options"]

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        """The page where the role starts."""
        return start_page(self.request.user.role)


@method_decorator(login_not_required, name="dispatch")
class AdminDoor(View):
    """Sends people who open Django's administration to the one page of signing in; who is in lacks the right."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        if admin.site.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied("Trang quản trị kỹ thuật chỉ dành cho người quản trị hệ thống.")
        return views.redirect_to_login(request.GET.get("next", "/admin/"))


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """The page of django-axes after too many failures: 429, when to try again, and nothing about the account."""
    seconds = get_cool_off(request).total_seconds()
    page = render(request, "accounts/lockout.html", {"minutes": f"{seconds // 60:.0f}"}, status=429)
    page["Retry-After"] = f"{seconds:.0f}"
    return page
