"""Much at once."""

from __future__ import annotations

from django.db import transaction

from annotate.codebook import actions as codebook
from annotate.export.queries.files import Wanted, open_file
from annotate.formats.unpacking import File
from annotate.intake.actions.archives import import_archive
from annotate.intake.actions.sources import take_in_files
from annotate.projects.models import Mode
from tests.api.stage import Stage
from tests.factories import AT
from tests.house.deeds.setting import Deed, lead


def archived(stage: Stage) -> list[bytes]:
    """The archive of a small project of Otto's that was never here."""
    with transaction.atomic():
        project = codebook.begin_project(
            "archived", name="Archived", mode=Mode.SHARED, codebook={"labels": [{"key": "one"}]}, lead=stage.world.otto,
            at=AT,
        )  # fmt: skip
        lines = b"".join(open_file(project, Wanted("archive")).pieces).splitlines(keepends=True)
        transaction.set_rollback(True)
    return lines


CALLS: dict[str, Deed] = {
    "intake.import_archive": Deed(
        lambda s: import_archive(archived(s), people={"otto": "otto"}, at=AT),
        "project_created member_added codebook_published project_imported",  # the first are the archive's
    ),
    "intake.take_in_files": Deed(
        lambda s: list(take_in_files([File("one.txt", b"One\n\nOne more.")], **lead(s))), "article_taken_in"
    ),
}
