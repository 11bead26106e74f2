"""Archives come into a second database."""

from tests.second import elsewhere, migrated, nowhere

__all__ = ["elsewhere", "migrated", "nowhere"]
