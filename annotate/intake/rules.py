"""Why something cannot come in, each as a sentence or None."""

from __future__ import annotations

from django.utils.translation import gettext as _

from annotate.formats.bundle import Damaged


def why_damaged(damage: Damaged) -> str:
    """What is wrong with an archive, as a sentence."""
    sentences = {
        "no archive": _("This is no archive of ours, or it was formatted anew: each record must stand on its line."),
        "version": _("This archive is of version %(said)s, which this installation does not know. Update it first."),
        "ends early": _("This archive ends early, after %(where)s. It was cut off on its way."),
        "unreadable": _("This archive cannot be read at %(where)s. %(said)s"),
        "text": _("This archive has an article without its text, at %(where)s."),
        "sha256": _("The text of an article is not what its SHA-256 says, at %(where)s."),
        "source": _("The source of an article is not what its SHA-256 says, at %(where)s."),
        "nfc": _("The text of an article is not in normalization form C, at %(where)s."),
        "block": _("A block does not lie in its article, or overlaps the one before, at %(where)s."),
        "inline": _("An emphasis or link does not lie in its article, at %(where)s."),
        "extent": _("An extent is none, or its start and end are not its ranges', at %(where)s."),
        "quote": _("What %(where)s quotes is not what its text says."),
        "counts": _("This archive does not hold as much as it says at its end."),
        "changed": _("This archive was changed after it was written: its last line does not fit what is before it."),
    }
    return sentences[damage.code] % {"where": damage.where, "said": damage.said}
