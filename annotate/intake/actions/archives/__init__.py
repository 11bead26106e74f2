"""Taking in a whole archive: each list of its records, in the archive's order, by those who know such rows."""

from annotate.intake.actions.archives.importing import Restored, import_archive

__all__ = ["Restored", "import_archive"]
