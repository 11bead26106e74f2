"""create_user, create_project, create_token."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from annotate.codebook.queries import codebook_now
from annotate.journal.models import JournalLine
from annotate.projects.actions import token_hash
from annotate.projects.models import Membership, Mode, Project, User
from annotate.projects.queries import person_by_token
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def said(*words: str, **options: object) -> str:
    """What a command prints on standard output."""
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO(), **options)
    return out.getvalue().strip()


def test_create_user_prints_a_password_that_opens_only_the_page_that_changes_it() -> None:
    password = said("create_user", "ana", name="Ana")
    ana = User.objects.get(username="ana")
    assert ana.check_password(password)
    assert ana.one_time_password
    assert ana.name == "Ana"
    assert JournalLine.objects.filter(verb="user_created", subject=ana.pk, by=None).exists()


def test_create_user_reset_replaces_the_password_whatever_the_capitals() -> None:
    first = said("create_user", "ana")
    second = said("create_user", "Ana", "--reset")
    ana = User.objects.get(username="ana")
    assert (ana.check_password(first), ana.check_password(second), ana.one_time_password) == (False, True, True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["ana"], "There is already an account of that name."),
        (["ANA"], "There is already an account of that name."),
        (["gold"], "“gold” is the name of a set, so it cannot be a person's."),
        (["a b"], "Letters, digits and _ . @ + - only."),
        (["otto", "--reset"], "There is no account of the name otto."),
    ],
)
def test_create_user_refuses_with_a_sentence(words: list[str], sentence: str) -> None:
    make_user("ana")
    with pytest.raises(CommandError, match=re.escape(sentence)):
        said("create_user", *words)
    assert User.objects.count() == 1


@pytest.mark.parametrize("mode", Mode.values)
def test_create_project_makes_it_with_its_lead_and_the_default_codebook(mode: str) -> None:
    lea = make_user("lea")
    assert "/p/op-eds/" in said("create_project", "op-eds", "--name", "Op-eds", "--lead", "Lea", "--mode", mode)
    project = Project.objects.get(slug="op-eds")
    assert (project.name, project.mode) == ("Op-eds", mode)
    assert list(Membership.objects.filter(project=project).values_list("user", "role")) == [(lea.pk, "lead")]
    labels = [label["key"] for label in codebook_now(project).codebook["labels"]]
    assert labels[:3] == ["claim", "evidence", "rhetoric"]


@pytest.mark.parametrize(
    ("slug", "lead", "sentence"),
    [
        ("taken", "lea", "That short name cannot be had. Choose another."),
        ("No_slug", "lea", "Small letters, digits and single hyphens only."),
        ("free", "otto", "There is no account of the name otto."),
    ],
)
def test_create_project_refuses_with_a_sentence(slug: str, lead: str, sentence: str) -> None:
    make_user("lea")
    said("create_project", "taken", "--name", "Taken", "--lead", "lea")
    with pytest.raises(CommandError, match=re.escape(sentence)):
        said("create_project", slug, "--name", "Op-eds", "--lead", lead)
    assert Project.objects.count() == 1


def test_create_token_prints_a_key_that_is_kept_only_as_a_hash() -> None:
    ana = make_user("ana")
    secret = said("create_token", "ana", "--name", "notebook")
    assert person_by_token(token_hash(secret)) == ana
    token = ana.tokens.get()
    assert token.name == "notebook"
    assert secret not in token.sha256
