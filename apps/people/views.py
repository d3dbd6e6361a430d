"""The system administrator's pages: who has a log-in. Nothing about households."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from apps.accounts.access import ActorView, only
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.searches import SearchedView
from apps.accounts.services import set_account_active, set_account_password
from apps.common import clock
from apps.common.errors import DomainError
from apps.people.forms import AccountForm, ActiveForm, PasswordForm
from apps.people.selectors import accounts
from apps.people.services import open_account

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

ADMIN = only({Role.SYSTEM_ADMIN})


class AccountListView(SearchedView):
    access = ADMIN

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = accounts(at=clock.now(), search=self.search.text)
        return render(request, "accounts/list.html", {"accounts": rows, "search": self.search})


class _FormView(ActorView):
    """A page with one form: show it, check it, do it, go back to the list."""

    access = ADMIN
    form_class: type[forms.Form]
    template: str
    done: "str | StrPromise"

    def carry_out(self, data: dict[str, Any], pk: int | None) -> None:
        raise NotImplementedError

    def _page(
        self, request: HttpRequest, form: forms.Form, pk: int | None, status: int
    ) -> HttpResponse:
        account = get_object_or_404(User, pk=pk) if pk is not None else None
        return render(request, self.template, {"form": form, "account": account}, status=status)

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        return self._page(request, self.form_class(), pk, 200)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        form = self.form_class(request.POST)
        if form.is_valid():
            try:
                self.carry_out(form.cleaned_data, pk)
            except DomainError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, str(self.done))
                return redirect("accounts:list")
        return self._page(request, form, pk, 422)


class AccountCreateView(_FormView):
    form_class = AccountForm
    template = "accounts/create.html"
    done = _("Đã tạo tài khoản.")

    def carry_out(self, data: dict[str, Any], pk: int | None) -> None:
        open_account(actor=self.actor, **data)


class AccountPasswordView(_FormView):
    form_class = PasswordForm
    template = "accounts/password.html"
    done = _("Đã đặt mật khẩu mới; các phiên cũ đã kết thúc.")

    def carry_out(self, data: dict[str, Any], pk: int | None) -> None:
        user = get_object_or_404(User, pk=pk)
        set_account_password(actor=self.actor, user=user, password=data["password"])


class AccountActiveView(ActorView):
    """Switch a log-in off or on, by the button in the list."""

    access = ADMIN

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ActiveForm(request.POST)
        form.is_valid()
        user = get_object_or_404(User, pk=pk)
        try:
            set_account_active(
                actor=self.actor, user=user, is_active=form.cleaned_data["is_active"]
            )
        except DomainError as error:
            messages.error(request, error.message)
        return redirect("accounts:list")
