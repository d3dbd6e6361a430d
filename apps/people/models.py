"""Cells, members, officers, village workers, and the posts that give a user reach."""

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Commune, Province, Village
from apps.common.db import LastWord
from apps.people.kinds import (
    MOST_HOUSEHOLDS,
    CarrierKind,
    Health,
    LeaveReason,
    MemberKind,
    PostKind,
    PostScope,
    kinds_with,
)
from apps.people.querysets import (
    CellQuerySet,
    OfCommuneQuerySet,
    PersonQuerySet,
    ScopedByPersonQuerySet,
)


def period_rule(name: str) -> models.CheckConstraint:
    """The end, if known, comes after the beginning, if known."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True)
        | Q(valid_from__isnull=True)
        | Q(valid_to__gt=F("valid_from")),
        name=f"{name}_ends_after_start",
    )


class Period(models.Model):
    """``valid_to`` is the first day on which it no longer holds."""

    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        abstract = True


@pghistory.track()
class Person(models.Model):
    """Somebody with a duty. Residents are ``households.HouseholdMember``."""

    # Empty only for people of the tier above, who belong to no commune.
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="people", null=True, blank=True
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="person",
        null=True,
        blank=True,
    )
    full_name = models.CharField(_("họ và tên"), max_length=120)
    given_name = models.GeneratedField(
        expression=LastWord(F("full_name")),
        output_field=models.CharField(max_length=120),
        db_persist=True,
    )
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    # Where the day is not known: lists often say no more, and it tells people of one name apart.
    birth_year = models.PositiveSmallIntegerField(_("năm sinh"), null=True, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    # Where the person sets out from; distances to households are measured from here.
    home = models.PointField(_("vị trí nhà"), srid=4326, null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(full_name=""), name="person_has_name"),
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True)
                | Q(birth_date__isnull=True, birth_year__range=(1890, 2100)),
                name="person_birth_year_alone",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def born_in(self) -> int | None:
        """The year of birth, as far as it is known."""
        return self.birth_date.year if self.birth_date else self.birth_year


@pghistory.track()
class PartyCell(Period):
    """Chi bộ: usually one a village, sometimes several villages or several cells in one."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="cells")
    name = models.CharField(_("tên"), max_length=160)
    villages: "models.ManyToManyField[Village, CellVillage]" = models.ManyToManyField(
        Village, through="CellVillage", related_name="cells", verbose_name=_("thôn")
    )

    objects = CellQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "name"], name="cell_name_in_commune"),
            period_rule("cell"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class CellVillage(models.Model):
    cell = models.ForeignKey(PartyCell, on_delete=models.CASCADE, related_name="+")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cell", "village"], name="cell_village_once"),
        ]


@pghistory.track()
class PartyGroup(models.Model):
    """Tổ đảng: a part of a big cell."""

    cell = models.ForeignKey(PartyCell, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(_("tên"), max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cell", "name"], name="party_group_name_in_cell"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Membership(Period):
    """A PartyMember in a cell, with the kind that decides whether households are assigned."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    cell = models.ForeignKey(PartyCell, on_delete=models.PROTECT, related_name="memberships")
    group = models.ForeignKey(
        PartyGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    # The number in the commune's own list; the office's other files refer to it.
    list_number = models.PositiveIntegerField(_("STT"), null=True, blank=True)
    kind = models.CharField(_("loại đảng viên"), max_length=30, choices=MemberKind.choices)
    health = models.CharField(
        _("sức khoẻ công tác"), max_length=10, choices=Health.choices, blank=True
    )
    joined_on = models.DateField(_("ngày vào Đảng"), null=True, blank=True)
    # How many households this person can carry; empty: the commune's rule for the kind.
    capacity = models.PositiveSmallIntegerField(_("số hộ có thể phụ trách"), null=True, blank=True)
    left_reason = models.CharField(
        _("lý do rời chi bộ"), max_length=20, choices=LeaveReason.choices, blank=True, default=""
    )

    objects = ScopedByPersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(valid_to__isnull=True), name="membership_one_current"
            ),
            models.CheckConstraint(
                condition=Q(left_reason="") | Q(valid_to__isnull=False),
                name="membership_reason_of_end",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__lte=MOST_HOUSEHOLDS),
                name="membership_capacity_plausible",
            ),
            period_rule("membership"),
        ]


@pghistory.track()
class CommuneOfficer(Period):
    """Cán bộ, công chức, công an xã, người hoạt động không chuyên trách cấp xã."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offices")
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="officers")
    title = models.CharField(_("chức danh"), max_length=160)
    is_full_time = models.BooleanField(_("chuyên trách"), default=True)

    objects = ScopedByPersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(valid_to__isnull=True), name="officer_one_current"
            ),
            period_rule("officer"),
        ]


@pghistory.track()
class VillageWorker(Period):
    """Người tham gia công việc ở thôn; need not be a Party member."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="village_work")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="workers")
    work = models.CharField(_("công việc"), max_length=160)

    objects = ScopedByPersonQuerySet.as_manager()

    class Meta:
        constraints = [period_rule("village_worker")]


@pghistory.track()
class CapacityRule(models.Model):
    """How many households a commune gives to one person of a kind, if nothing is said of them."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="capacity_rules")
    kind = models.CharField(_("loại"), max_length=30, choices=CarrierKind.choices)
    households = models.PositiveSmallIntegerField(_("số hộ"))

    objects = OfCommuneQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "kind"], name="capacity_rule_once"),
            models.CheckConstraint(
                condition=Q(households__lte=MOST_HOUSEHOLDS), name="capacity_rule_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.households}"


@pghistory.track()
class Term(models.Model):
    """Nhiệm kỳ of a commune's Party bodies; both days are days of the term."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="terms")
    name = models.CharField(_("tên nhiệm kỳ"), max_length=60)
    starts_on = models.DateField(_("ngày đầu"))
    ends_on = models.DateField(_("ngày cuối"))

    objects = OfCommuneQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "name"], name="term_name_in_commune"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="term_ends_after_start"
            ),
            ExclusionConstraint(
                name="term_one_at_a_time",
                expressions=[
                    (F("commune"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name


def _scope_rule() -> Q:
    """Each kind of post belongs to exactly one kind of area."""
    fields = [scope.value for scope in PostScope]
    rule = Q()
    for scope in PostScope:
        empty = {f"{field}__isnull": field != scope.value for field in fields}
        rule |= Q(kind__in=kinds_with(scope), **empty)
    return rule


@pghistory.track()
class Post(Period):
    """A post somebody holds; while it is in force it gives the person's user its reach."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(_("chức vụ"), max_length=40, choices=PostKind.choices)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    cell = models.ForeignKey(
        PartyCell, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    # A post ends on its own day, not with its term: who comes next takes over at a congress.
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )

    objects = ScopedByPersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_scope_rule(), name="post_kind_fits_area"),
            models.UniqueConstraint(
                fields=["person", "kind", "province", "commune", "village", "cell"],
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
                name="post_held_once",
            ),
            period_rule("post"),
        ]
