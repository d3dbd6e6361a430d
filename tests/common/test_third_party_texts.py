"""Texts of packages that a user can meet have Vietnamese."""

from pathlib import Path

import polib  # type: ignore[import-untyped]  # the locks hold no stubs for it
import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.utils import translation

CATALOGUE = Path(settings.BASE_DIR) / "locale" / "third_party" / "vi" / "LC_MESSAGES" / "django.po"
# Errors about e-mail addresses, phones and sign-up, which nobody here has or does.
UNREACHABLE = {
    "add_email_blocked",
    "cannot_remove_primary_email",
    "duplicate_email",
    "email_taken",
    "invalid_password_reset",
    "max_email_addresses",
    "phone_password_mismatch",
    "phone_taken",
    "select_only_one",
    "unknown_email",
    "unknown_phone",
    "unverified_email",
    "unverified_primary_email",
    "username_blacklisted",
    "username_taken",
}


def english_errors() -> dict[str, str]:
    with translation.override("en"):
        return {
            code: str(text)
            for adapter in (DefaultAccountAdapter, DefaultMFAAdapter)
            for code, text in adapter.error_messages.items()
            if code not in UNREACHABLE
        }


@pytest.mark.parametrize("code", sorted(english_errors()))
def test_error_has_vietnamese(code: str) -> None:
    catalogue = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE))}

    assert catalogue.get(english_errors()[code])


def test_every_entry_is_translated() -> None:
    catalogue = polib.pofile(str(CATALOGUE))

    assert catalogue.untranslated_entries() == []
    assert catalogue.fuzzy_entries() == []
