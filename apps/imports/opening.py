"""A commune's first account: for whoever brings its files in, before anybody else is known."""

from __future__ import annotations

from datetime import date

import pghistory
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.areas.models import Commune
from apps.common.errors import DomainError
from apps.people.kinds import PostKind
from apps.people.models import Person, Post


def open_office(
    *, commune: Commune, username: str, full_name: str, password: str, at: date
) -> User:
    """A person of the commune's Party office with a log-in.

    Raises DomainError ``weak_password`` or ``username_taken``. Only for the command line: it asks
    nobody's leave.
    """
    try:
        validate_password(password)
    except ValidationError as error:
        raise DomainError("weak_password", " ".join(error.messages)) from error
    try:
        with transaction.atomic(), pghistory.context(reason="first office account"):
            user = User.objects.create_user(username, password)
            person = Person.objects.create(commune=commune, full_name=full_name, user=user)
            Post.objects.create(
                person=person, kind=PostKind.PARTY_OFFICE, commune=commune, valid_from=at
            )
    except IntegrityError as error:
        raise DomainError(
            "username_taken", _("Tên đăng nhập này đã có người dùng, hãy chọn tên khác.")
        ) from error
    return user
