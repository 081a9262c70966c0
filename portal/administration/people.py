"""Pages of accounts: who there is, a new one, its details, a one-time password, closing and opening again."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from django_filters import ChoiceFilter

from portal.accounts.access import PermissionRequired, require
from portal.accounts.actions import (
    DETAILS,
    AccountRefused,
    change_account,
    deactivate,
    open_account,
    reactivate,
    reset_password,
)
from portal.accounts.models import User
from portal.accounts.roles import Permission, Role
from portal.units.lists import ANY, AddressedFilterSet, FilteredList, choice_filter, words_filter
from portal.units.models import AdminUnit, Agency
from portal.workflow.receipts import SentOnce, once

LIST = ("Tài khoản", "administration:people")
STATES = (("1", "đang hoạt động"), ("0", "đã khóa"))


class InChargeOfAccounts(PermissionRequired):
    """Administrators, and administrators of a unit for their own people."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.may(Permission.MANAGE_UNIT_ACCOUNTS):
            require(request.user, Permission.ADMINISTER)
        return super().dispatch(request, *args, **kwargs)


class PeopleFilters(AddressedFilterSet):
    """Words, role, and whether the account is open."""

    addresses = {"words": "tim", "role": "vai-tro", "active": "trang-thai"}

    words = words_filter("Họ tên, tên đăng nhập, đơn vị")
    role = choice_filter("Vai trò", Role.choices, "role")
    active = ChoiceFilter(label="Trạng thái", choices=STATES, field_name="is_active", empty_label=ANY)


class PeopleList(InChargeOfAccounts, FilteredList):
    """The accounts that the person looks after."""

    queryset = User.objects.order_by("-is_active", "username")
    filterset_class = PeopleFilters
    template_name = "administration/people.html"
    title = "Tài khoản"
    thing = "tài khoản"
    nothing_yet = "Chưa có tài khoản nào trong phạm vi của đồng chí."

    def get_queryset(self) -> Any:
        return self.queryset.all().in_charge_of(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(administers=self.request.user.may(Permission.ADMINISTER), **kwargs)


class DetailsForm(forms.Form):
    """What is known of a person; the place is chosen among the units and bodies of today."""

    full_name = forms.CharField(label="Họ tên", max_length=150)
    position_title = forms.CharField(label="Chức vụ", max_length=120, required=False)
    role = forms.ChoiceField(label="Vai trò", choices=Role.choices, initial=Role.CLERK)
    unit = forms.ModelChoiceField(
        None, label="Đơn vị", required=False, empty_label="Toàn tỉnh",
        help_text="Cán bộ nhập liệu, lãnh đạo và quản trị đơn vị cần có đơn vị.",
    )  # fmt: skip
    agency = forms.ModelChoiceField(
        None, label="Cơ quan", required=False, empty_label="Không thuộc một cơ quan riêng",
        help_text="Sở, ngành, phòng… của đơn vị trên: người này chỉ nhập và duyệt phần của cơ quan mình.",
    )  # fmt: skip
    email = forms.EmailField(label="Thư điện tử", required=False)

    def __init__(self, *args: Any, held: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = AdminUnit.objects.valid_on(timezone.localdate())
        bodies = Agency.objects.open_ended()
        if held:  # the place of before stays choosable after it has ended
            units = units | AdminUnit.objects.filter(pk=held.unit_id)
            bodies = bodies | Agency.objects.filter(pk=held.agency_id)
            self.initial = {name: getattr(held, name) for name in DETAILS}
        self.fields["unit"].queryset = units.in_reading_order()
        self.fields["agency"].queryset = bodies

    def refuse(self, refusal: AccountRefused) -> None:
        """Show the refusal at its input."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class NewAccountForm(DetailsForm):
    """The same with the name to sign in by."""

    username = forms.CharField(
        label="Tên đăng nhập", max_length=150, help_text="Chữ thường không dấu, ví dụ canbo.daksong.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    field_order = ("username", "full_name")


class ReasonForm(forms.Form):
    """Why an account is closed or opened again."""

    reason = forms.CharField(label="Lý do", max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    refuse = DetailsForm.refuse


class AccountPage(InChargeOfAccounts, SentOnce, TemplateView):
    """One account."""

    template_name = "administration/person.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self._account: User | None = None

    @property
    def account(self) -> User:
        """The account at the address; Http404 when the person does not look after it."""
        if self._account is None:
            self._account = User.objects.in_charge_of(self.request.user).with_id(self.kwargs["pk"])
        if self._account is None:
            raise Http404("Không có tài khoản này.")
        return self._account

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account, administers = self.account, self.request.user.may(Permission.ADMINISTER)
        forms_ = {"form": DetailsForm(held=account) if administers else None, "reason_form": ReasonForm()}
        return super().get_context_data(
            account=account, administers=administers, is_own=account.pk == self.request.user.pk,
            breadcrumb=[(LIST[0], reverse(LIST[1])), (account.username, "")], **{**forms_, **kwargs},
        )  # fmt: skip

    def answer(self, status: int, **context: Any) -> HttpResponse:
        """The page with this status; it may hold a password, so nothing keeps it."""
        response = self.render_to_response(self.get_context_data(**context), status=status)
        response["Cache-Control"] = "no-store, private"
        return response

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(request.user, Permission.ADMINISTER)
        form = DetailsForm(request.POST, held=self.account)
        if form.is_valid():
            try:
                with once(request, to=request.path):
                    changed = change_account(self.account, form.cleaned_data, by=request.user)
                said = "Đã lưu thông tin tài khoản." if changed else "Không có gì thay đổi."
                messages.success(request, said)
                return redirect("administration:person", pk)
            except AccountRefused as refusal:
                self._account = None
                form.refuse(refusal)
        return self.answer(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)


class NewAccount(PermissionRequired, SentOnce, TemplateView):
    """A form for one account more; its one-time password is shown once, on the answer."""

    permission = Permission.ADMINISTER
    template_name = "administration/person_new.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        trail = [(LIST[0], reverse(LIST[1])), ("Thêm tài khoản", "")]
        return super().get_context_data(breadcrumb=trail, **{"form": NewAccountForm(), **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewAccountForm(request.POST)
        if form.is_valid():
            details = {name: form.cleaned_data[name] for name in DETAILS}
            try:
                with once(request, to=reverse(LIST[1])):
                    made, password = open_account(form.cleaned_data["username"], details, by=request.user)
                response = self.render_to_response(self.get_context_data(made=made, password=password))
                response["Cache-Control"] = "no-store, private"
                return response
            except AccountRefused as refusal:
                form.add_error(refusal.field or None, str(refusal))
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


class PasswordReset(AccountPage):
    """A one-time password, shown once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            with once(request, to=reverse("administration:person", args=[pk])):
                password = reset_password(self.account, by=request.user)
        except AccountRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("administration:person", pk)
        return self.answer(HTTPStatus.OK, password=password)


class AccountState(AccountPage):
    """Closes an open account and opens a closed one, with a reason."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form, account = ReasonForm(request.POST), self.account
        if form.is_valid():
            act, said = (deactivate, "Đã khóa") if account.is_active else (reactivate, "Đã mở lại")
            try:
                with once(request, to=reverse("administration:person", args=[pk])):
                    act(account, by=request.user, reason=form.cleaned_data["reason"])
                messages.success(request, f"{said} tài khoản {account.username}.")
                return redirect("administration:person", pk)
            except AccountRefused as refusal:
                form.refuse(refusal)
        return self.answer(HTTPStatus.UNPROCESSABLE_ENTITY, reason_form=form)
