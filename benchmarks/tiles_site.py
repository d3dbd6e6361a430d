"""What only the site itself can tell; a process of its own with the benchmark's database.

python -m benchmarks.tiles_site session USER     a session's key, second factor set up
python -m benchmarks.tiles_site queries USER     tiles on stdin → the statements they take: the
                                                 numbers written in, left open, and the numbers
"""

import json
import sys

import django


def session(username: str) -> str:
    """The key of a new session of the user, who has a second factor as production demands."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from allauth.mfa.utils import is_mfa_enabled
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from apps.accounts.models import User

    user = User.objects.get(username=username)
    if not is_mfa_enabled(user):
        TOTP.activate(user, generate_totp_secret())
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def queries(username: str, tiles: list[list[int]]) -> list[tuple[str, str, list[float]]]:
    """The statement that makes each tile, values filled in; as it is kept prepared; its values.

    Empty where none is needed.
    """

    from apps.accounts.models import User
    from apps.accounts.reach import actor_for
    from apps.common import clock
    from apps.webmap.scope import scope_of
    from apps.webmap.statements import filled, opened
    from apps.webmap.tiles import Tile, unit_statement

    now = clock.now()
    actor = actor_for(User.objects.get(username=username), at=now)
    today = clock.local_day(now)
    scope = scope_of(actor, at=today)
    found = []
    for tile in (Tile(z, x, y) for z, x, y in tiles):
        numbers = tile.slots()
        text = unit_statement(actor, scope, tile, at=today)
        prepared, slots = opened(text, 1)
        found.append((filled(text, numbers), prepared, [numbers[slot] for slot in slots]))
    return found


def main(arguments: list[str]) -> int:
    django.setup()
    match arguments:
        case ["session", username]:
            print(session(username))
        case ["queries", username]:
            print(json.dumps(queries(username, json.load(sys.stdin))))
        case _:
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
