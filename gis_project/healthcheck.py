"""The web container's health check: ask our own ``/healthz`` the way a proxy would."""

import os
import sys
from http.client import HTTPConnection, HTTPException

SECONDS = 4


def main() -> int:
    """0 if the site answers 200, else 1."""
    port = int(os.environ.get("GANDAN_BIND", "127.0.0.1:8000").rpartition(":")[2])
    host = os.environ.get("GANDAN_ALLOWED_HOSTS", "localhost").split(",")[0].lstrip(".*")
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz", headers={"Host": host or "localhost"})
        return 0 if connection.getresponse().status == 200 else 1
    except (OSError, HTTPException):
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
