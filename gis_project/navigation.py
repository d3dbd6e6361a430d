"""The pages that the site's bar and menu lead to, in their order."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.navigation import Entry

NAVIGATION = (
    Entry("webmap:map", _("Bản đồ"), in_bar=True),
    Entry("accounts:list", _("Danh sách tài khoản"), in_bar=True),
)
