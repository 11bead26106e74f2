"""Archives come into a second database."""

from __future__ import annotations

from tests.second import elsewhere, migrated, nowhere

__all__ = ["elsewhere", "migrated", "nowhere"]
