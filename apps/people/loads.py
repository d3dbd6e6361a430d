"""How many households people carry now. Assignments lie above this app and register themselves."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

# Keys of people and the day → how many each carries that day; who carries none may be left out.
LoadProvider = Callable[[Collection[int], date], Mapping[int, int]]
_providers: dict[str, LoadProvider] = {}


def register(name: str, provider: LoadProvider) -> None:
    _providers[name] = provider


def loads_of(people: Collection[int], *, at: date) -> dict[int, int]:
    """Households each of ``people`` carries on the day ``at``."""
    total = dict.fromkeys(people, 0)
    if total:
        for provider in _providers.values():
            for person, households in provider(people, at).items():
                total[person] += households
    return total
