"""The kinds of file the import knows. An app above may `register` its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from django.utils.translation import gettext_lazy as _

Source = Literal["table", "layer"]


@dataclass(frozen=True, slots=True)
class FileKind:
    """How a kind is told from the columns of a table, or the attributes of a layer."""

    key: str
    #: for people, lazily translated
    label: Any
    #: files are read in this order, since later ones refer to earlier ones
    order: int
    source: Source
    #: of each group, at least one field must be there
    required_fields: tuple[frozenset[str], ...]
    #: …and at least `min_any` of these
    any_fields: frozenset[str] = frozenset()
    min_any: int = 0
    #: …and none of these
    excluded: frozenset[str] = frozenset()
    #: field → one beside which it is not excluded
    pardoned: dict[str, str] = field(default_factory=dict)
    #: field → another one that serves in its place when it is missing
    aliases: dict[str, str] = field(default_factory=dict)
    #: layers: every one of these must hold of the values (`recognise.layers.TRAITS`)
    traits: frozenset[str] = frozenset()
    #: tables: all fields that have a place where this kind is written; None: whichever there are
    taken: frozenset[str] | None = None

    def score(self, fields: frozenset[str], traits: frozenset[str] = frozenset()) -> int:
        """How many of the found `fields` this kind uses; 0 if it is not this kind."""
        for wanted, stand_in in self.aliases.items():
            if wanted not in fields and stand_in in fields:
                fields = (fields | {wanted}) - {stand_in}
        if not all(group & fields for group in self.required_fields):
            return 0
        pardoned = {name for name, beside in self.pardoned.items() if beside in fields}
        if (self.excluded - pardoned) & fields or not self.traits <= traits:
            return 0
        extra = self.any_fields & fields
        if len(extra) < self.min_any:
            return 0
        return len(extra) + len(self.required_fields) + len(self.traits)


def kind_of(key: str) -> FileKind:
    """The registered kind; KeyError if there is none."""
    return _REGISTRY[key]


def kind_keys() -> list[str]:
    """The keys of all known kinds, in the order in which their files are read."""
    return [kind.key for kind in sorted(_REGISTRY.values(), key=lambda kind: kind.order)]


def _one_of(*fields: str) -> frozenset[str]:
    return frozenset(fields)


_REGISTRY: Final[dict[str, FileKind]] = {}
_PLACE: Final = frozenset({"lat", "lon", "latlon", "grid_x", "grid_y"})
# By these a list only tells which household or which person it means.
_ABOUT_HOME: Final = frozenset(
    {"household_code", "head_name", "village", "group", "address", "phone", "birth_year"}
)
_ABOUT_MEMBER: Final = frozenset({"member_number", "member_name", "person_name", "cell"})


def register(kind: FileKind) -> FileKind:
    """Add a kind (or replace the one with its key)."""
    _REGISTRY[kind.key] = kind
    return kind


def kinds(source: Source) -> list[FileKind]:
    """The known kinds of tables or of layers, in their order."""
    return sorted((k for k in _REGISTRY.values() if k.source == source), key=lambda k: k.order)


COMMUNE = register(
    FileKind(
        "commune",
        _("địa giới xã"),
        10,
        "layer",
        (_one_of("name", "full_name"), _one_of("code")),
        traits=frozenset({"polygons", "commune_codes", "commune_words"}),
    )
)
VILLAGES = register(
    FileKind(
        "villages",
        _("ranh giới thôn"),
        20,
        "layer",
        (_one_of("name", "village"),),
        excluded=frozenset({"group"}),
        traits=frozenset({"polygons"}),
    )
)
GROUPS = register(
    FileKind(
        "groups",
        _("ranh giới tổ nhân dân tự quản"),
        30,
        "layer",
        (_one_of("group", "name"), _one_of("village", "village_code")),
        traits=frozenset({"polygons", "groups_in_villages"}),
    )
)
HOUSEHOLDS = register(
    FileKind(
        "households",
        _("danh sách hộ"),
        40,
        "table",
        (_one_of("head_name"),),
        frozenset(
            [
                "household_code",
                "size",
                "group",
                "status",
                "birth_year",
                "birth_date",
                "address",
                "village",
                "phone",
                "lat",
                "lon",
                "grid_x",
                "grid_y",
                "latlon",
            ]
        ),
        min_any=2,
        excluded=frozenset(
            [
                "member_name",
                "member_number",
                "channel",
                "from_date",
                "member_kind",
                "joined_on",
                "date",
            ]
        ),
        # A list of households may say who looks after each; one of assignments has no sizes.
        pardoned={"member_name": "size"},
        aliases={"head_name": "person_name"},
        taken=_ABOUT_HOME | _PLACE | {"ordinal", "size", "status", "birth_date"},
    )
)
MEMBERS = register(
    FileKind(
        "members",
        _("danh sách đảng viên"),
        50,
        "table",
        (_one_of("person_name"),),
        frozenset({"member_kind", "joined_on", "post", "cell", "health"}),
        min_any=2,
        excluded=frozenset({"channel", "from_date", "head_name", "size"}),
        aliases={"person_name": "member_name"},
        taken=_PLACE
        | {"ordinal", "member_number", "person_name", "birth_year", "birth_date", "phone"}
        | {"household_code", "member_kind", "joined_on", "post", "cell", "health"},
    )
)
ASSIGNMENTS = register(
    FileKind(
        "assignments",
        _("phân công hiện tại"),
        60,
        "table",
        (_one_of("household_code", "head_name"), _one_of("member_name", "member_number")),
        frozenset({"household_code", "head_name", "member_name", "member_number", "from_date"}),
        min_any=2,
        excluded=frozenset({"channel", "date", "member_kind", "joined_on", "size"}),
        taken=_ABOUT_HOME | _ABOUT_MEMBER | {"ordinal", "birth_date", "from_date", "to_date"},
    )
)
CONTACTS = register(
    FileKind(
        "contacts",
        _("sổ nắm tình hình hộ"),
        70,
        "table",
        (_one_of("date"), _one_of("household_code", "head_name")),
        frozenset({"channel", "member_number", "member_name", "content", "lat", "lon"}),
        min_any=2,
        excluded=frozenset({"size", "joined_on"}),
    )
)
