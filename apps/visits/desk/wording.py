"""What a flag says, in words with its measure. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.visits.checkins.kinds import FlagKind

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR


def flag_words(kind: str, measure: float | None) -> str:
    """ "Cách hộ 1,2 km": the kind by itself where there is nothing to measure."""
    say = _SAYINGS.get(kind)
    if say is None or measure is None:
        return str(FlagKind(kind).label)
    return say(measure)


def distance_words(metres: float) -> str:
    """Whole metres below a kilometre, else kilometres with one decimal."""
    if metres < 1000:
        return _("%(n)s m") % {"n": number_format(round(metres))}
    places = 1 if metres < 100_000 else 0
    return _("%(n)s km") % {"n": number_format(round(metres / 1000, places), places)}


def span_words(seconds: float) -> str:
    """The largest unit that is still one whole, rounded."""
    sizes: tuple[tuple[int, Callable[[int], str]], ...] = (
        (_DAY, lambda n: ngettext("%(n)s ngày", "%(n)s ngày", n)),
        (_HOUR, lambda n: ngettext("%(n)s giờ", "%(n)s giờ", n)),
        (_MINUTE, lambda n: ngettext("%(n)s phút", "%(n)s phút", n)),
    )
    for size, words in sizes:
        n = round(seconds / size)
        if n >= 1 and seconds >= size:
            return words(n) % {"n": number_format(n)}
    n = round(seconds)
    return ngettext("%(n)s giây", "%(n)s giây", n) % {"n": number_format(n)}


def _accuracy(metres: float) -> str:
    return _("Vị trí sai số %(distance)s") % {"distance": distance_words(metres)}


def _far(metres: float) -> str:
    return _("Cách hộ %(distance)s") % {"distance": distance_words(metres)}


def _soon(seconds: float) -> str:
    return _("Ghi lại sau %(span)s") % {"span": span_words(seconds)}


def _speed(speed: float) -> str:
    return _("Đi nhanh bất thường: %(n)s km/giờ") % {"n": number_format(round(speed))}


def _clocks(seconds: float) -> str:
    return _("Đồng hồ máy lệch %(span)s") % {"span": span_words(seconds)}


def _parallel(seconds: float) -> str:
    return _("Hai người cùng ghi, cách nhau %(span)s") % {"span": span_words(seconds)}


def _gone(days: float) -> str:
    n = round(days)
    told = ngettext("Hộ đã chuyển đi %(n)s ngày trước đó", "Hộ đã chuyển đi %(n)s ngày trước đó", n)
    return told % {"n": number_format(n)}


_SAYINGS: Final[dict[str, Callable[[float], str]]] = {
    FlagKind.POOR_ACCURACY: _accuracy,
    FlagKind.FAR_AWAY: _far,
    FlagKind.TOO_SOON: _soon,
    FlagKind.IMPOSSIBLE_SPEED: _speed,
    FlagKind.CLOCKS_APART: _clocks,
    FlagKind.PARALLEL: _parallel,
    FlagKind.HOUSEHOLD_GONE: _gone,
}
