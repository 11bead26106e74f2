"""Whether a server answers: `python -m annotate.management.healthy [PORT]` ends with status 0 where it does."""

from __future__ import annotations

import http.client
import os
import sys


def answers(address: str, port: int) -> bool:
    """Whether `/healthz` is answered there, asked for under a name that ALLOWED_HOSTS allows."""
    name = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().removeprefix(".")
    connection = http.client.HTTPConnection(address, port, timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": name if name.strip("*") else "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if answers("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 8000) else 1)
