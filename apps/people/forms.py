"""Forms of the administrator's pages."""

from typing import Any

from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.utils.translation import gettext_lazy as _

from apps.common.fields import field_of
from apps.people.models import Person


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Person) -> str:
        return f"{obj.full_name} ({obj.commune})" if obj.commune else obj.full_name


class AccountForm(forms.Form):
    username = forms.CharField(
        label=_("Tên đăng nhập"), max_length=60, validators=[ASCIIUsernameValidator()]
    )
    person = PersonChoice(
        label=_("Người dùng"),
        queryset=Person.objects.none(),
        help_text=_("Quyền xem đi theo chức vụ và phân công của người này."),
    )
    password = forms.CharField(
        label=_("Mật khẩu đầu tiên"), widget=forms.PasswordInput, strip=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "person", PersonChoice).queryset = Person.objects.without_account()


class PasswordForm(forms.Form):
    password = forms.CharField(label=_("Mật khẩu mới"), widget=forms.PasswordInput, strip=False)


class ActiveForm(forms.Form):
    is_active = forms.BooleanField(required=False)
