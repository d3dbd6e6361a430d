"""Users and the log of what personal data they opened."""

from typing import ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=username.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None) -> "User":
        """Django's own command name; here it makes a system administrator."""
        return self.create_user(username, password, is_system_admin=True)


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """A log-in. Whom it belongs to is said by ``people.Person``; there is no e-mail address."""

    username = models.CharField(
        _("tên đăng nhập"), max_length=60, unique=True, validators=[ASCIIUsernameValidator()]
    )
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    is_system_admin = models.BooleanField(_("quản trị hệ thống"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_any_case"),
        ]

    def __str__(self) -> str:
        return self.username


class AccessLog(models.Model):
    """One reading or taking away of personal data: who, what, when. Never changed."""

    class Action(models.TextChoices):
        READ_HOUSEHOLD = "read_household", _("Xem hộ")
        READ_PERSON = "read_person", _("Xem trang một người")
        # Of a kind that few read: the household's paper tells nothing of it, so this is told apart.
        READ_ISSUE = "read_issue", _("Xem việc an ninh, trật tự")
        EXPORT = "export", _("Xuất dữ liệu")
        PRINT = "print", _("In bản đồ")
        PNG = "png", _("Lưu bản đồ thành ảnh")
        FOLIUM = "folium", _("Lưu bản đồ xem không cần mạng")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=30, choices=Action.choices)
    object_id = models.BigIntegerField(null=True)
    # Households taken away at once; null where one object was read.
    count = models.PositiveIntegerField(null=True)
    # Paper, format or theme in a few plain words (a-z, 0-9); never a name, a code or a note.
    detail = models.CharField(max_length=60, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            # "Who opened this household, this person?" is the question a complaint asks.
            models.Index(fields=["action", "object_id", "at"], name="accesslog_object"),
            models.Index(fields=["user", "at"], name="accesslog_user"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(detail__regex="^[a-z0-9 _-]*$"), name="accesslog_detail_plain"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} #{self.object_id}"


class RequestKey(models.Model):
    """One wish that was carried out, under the key its sender made; see ``accounts.keys``."""

    key = models.UUIDField(unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Of what was wished: the same key with another body is a mistake of the sender.
    body_sha256 = models.CharField(max_length=64)
    # Keys and counts for the page that follows; never a name or a number of somebody.
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.key)
