"""A project in which all that people write is in Greek letters, so that it is told from our own words."""

from __future__ import annotations

from typing import Any

from annotate.codebook.actions import default_codebook
from annotate.projects.models import Membership, Mode
from tests.factories import World, make_world
from tests.words.pseudo import PLAIN, STAND_IN

TEXT = """Το πλοίο μένει

Η γέφυρα είναι φτηνότερη. Δεν είναι: τα διόδια κοστίζουν σαράντα κορώνες.

Παίζουν για να νικήσουν, και κανείς δεν ξέρει τι σημαίνει νίκη.
"""

GREEK = str.maketrans(PLAIN, "ΑΒΧΔΕΦΓΗΙΞΚΛΜΝΟΠΚΡΣΤΥΒΩΧΥΖαβχδεφγηιξκλμνοπκρστυβωχυζ")

NAMES = frozenset(
    [
        "Annotate", "English", "Deutsch", "ana", "ben", "rita", "lea", "otto", "root", "greek", "utf", "rrggbb",
        "claim", "evidence", "rhetoric", "framing",
    ]
)  # fmt: skip
"""The product's name, the languages' own, user names, a short name, an encoding, a notation, keys of labels."""

CODES = {
    "key", "color", "stroke", "kind", "parent", "label", "extent", "username", "role", "mode", "way", "article",
    "analyst", "target", "verdict", "span", "spans",
}  # fmt: skip
"""Fields of a codebook, and of forms, that nobody reads as words."""


def in_greek(value: Any) -> Any:
    """The same in Greek letters: texts, and those in lists and tables; a place for an id stays as it is."""
    if isinstance(value, dict):
        return {name: one if name in CODES else in_greek(one) for name, one in value.items()}
    if isinstance(value, list):
        return [in_greek(one) for one in value]
    return value.translate(GREEK) if isinstance(value, str) and "{" not in value else value


def greek_codebook() -> dict[str, Any]:
    """The one that a project begins with, with an attribute of each kind."""
    book = default_codebook()
    more = [{"key": kind, "name": kind, "kind": kind} for kind in ("flag", "number")]
    attributes = [{**in_greek(one), "labels": one.get("labels", [])} for one in (*book["attributes"], *more)]
    return {"labels": in_greek(book["labels"]), "attributes": attributes, "guidelines": in_greek(book["guidelines"])}


def greek_world() -> World:
    """A shared project and its cast."""
    world = make_world(Mode.SHARED, slug="greek", text=TEXT, labels=greek_codebook())
    world.project.name = "Μελέτη"
    world.project.save()
    speak_oddly(world)
    return world


def speak_oddly(world: World) -> None:
    """Everybody has a Greek name and speaks the pseudo-language."""
    for username in ("ana", "ben", "rita", "lea", "otto"):
        person = getattr(world, username)
        user = person.user if isinstance(person, Membership) else person
        user.username, user.name, user.initials = username, username.translate(GREEK), ""
        user.language = STAND_IN
        user.save()
