"""The site with a planted fault: it looks a key up before it writes, and asks no rule to hold.

PostgreSQL refuses ``ON CONFLICT (key)`` where no unique rule is left, so that a database without
the rule would only show that nothing works. With this the rule alone is what is missing.
"""

from gis_project.wsgi import application as application  # isort: skip - sets Django up

from apps.accounts import batches

_GUARD = "ON CONFLICT (key) DO NOTHING RETURNING key"
_LOOK_FIRST = " WHERE NOT EXISTS (SELECT FROM accounts_requestkey AS row WHERE row.key = wish.key)"

if _GUARD not in batches._CLAIM:
    raise RuntimeError("keys are claimed in another way now: plant the fault anew")
batches._CLAIM = batches._CLAIM.replace(
    " ORDER BY wish.key", f"{_LOOK_FIRST} ORDER BY wish.key"
).replace(_GUARD, "RETURNING key")
