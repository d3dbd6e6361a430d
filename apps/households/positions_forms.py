"""Forms that place households."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.keyed_forms import KeyedForm
from apps.accounts.orders import REASON_LENGTH
from apps.households.models import PositionSource


class PlacementForm(KeyedForm):
    """The two fields hold degrees, or metres of VN-2000; map and phone fill them in."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    source = forms.ChoiceField(
        widget=forms.HiddenInput,
        choices=[(each.value, each.label) for each in (PositionSource.MAP, PositionSource.PHONE)],
        initial=PositionSource.MAP,
    )
    accuracy = forms.FloatField(widget=forms.HiddenInput, required=False)
    first = forms.CharField(
        label=_("Vĩ độ (hoặc X)"),
        max_length=40,
        error_messages={"required": _("Hãy chạm vào bản đồ, định vị hoặc gõ toạ độ.")},
    )
    second = forms.CharField(
        label=_("Kinh độ (hoặc Y)"),
        max_length=40,
        error_messages={"required": _("Hãy chạm vào bản đồ, định vị hoặc gõ toạ độ.")},
    )
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Lý do đổi vị trí"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=_("Hộ đã có vị trí. Ví dụ: chuyển nhà, đặt nhầm."),
    )


class VersionForm(KeyedForm):
    """A button that acts on what the user saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class VillageBackForm(KeyedForm):
    placement = forms.UUIDField(widget=forms.HiddenInput)
