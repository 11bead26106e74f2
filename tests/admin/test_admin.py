"""The admin: every table is there, every change is an action with its line, and being staff opens no content."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from annotate.codebook.models import Label
from annotate.journal.models import JournalLine
from annotate.projects.models import Membership, Project, User
from annotate.review.models import Decision
from tests.factories import World, make_user


@pytest.fixture
def root(db: None) -> User:
    """A superuser who belongs to no project."""
    return make_user("root", is_staff=True, is_superuser=True)


def enter(client: Client, user: User) -> Client:
    client.force_login(user, backend="annotate.projects.sessions.Accounts")
    return client


def tables() -> list[str]:
    return [model._meta.model_name or "" for model in apps.get_app_config("annotate").get_models()]


def test_every_table_is_there_and_can_be_searched() -> None:
    for model in apps.get_app_config("annotate").get_models():
        page = admin.site._registry[model]
        assert page.search_fields, f"{model.__name__} cannot be searched"


@pytest.mark.parametrize("table", sorted(tables()))
def test_every_list_opens_searches_and_offers_no_silent_delete(
    table: str, world: World, root: User, client: Client
) -> None:
    enter(client, root)
    url = reverse(f"admin:annotate_{table}_changelist")
    for query in ("", "?q=12", "?q=ana"):
        page = client.get(url + query)
        assert page.status_code == 200
        assert b"delete_selected" not in page.content


def test_staff_without_a_membership_see_no_content(independent: World, root: User, client: Client) -> None:
    enter(client, root)
    span = independent.mark(independent.ana, "cheaper", note="a secret note")
    for table in ("span", "article", "block", "assignment", "decision", "comment", "link", "revision", "journalline"):
        page = client.get(reverse(f"admin:annotate_{table}_changelist"))
        assert str(span.pk) not in page.content.decode()
        assert "The ferry must stay" not in page.content.decode()
    assert client.get(reverse("admin:annotate_span_change", args=[span.pk])).status_code == 302
    assert client.get(reverse("admin:annotate_article_change", args=[span.article_id])).status_code == 302


def test_a_blind_reviewer_is_blind_in_the_admin_too(independent: World, client: Client) -> None:
    rita = independent.rita.user
    rita.is_staff = True
    rita.save()
    independent.assign(independent.rita)
    span = independent.mark(independent.ana, "cheaper", note="a secret note")
    independent.hand_in(independent.ana)
    page = enter(client, rita).get(reverse("admin:annotate_span_changelist")).content.decode()
    assert str(span.pk) not in page
    journal = client.get(reverse("admin:annotate_journalline_changelist")).content.decode()
    assert str(span.pk) not in journal
    independent.hand_in(independent.rita)
    assert str(span.pk) in client.get(reverse("admin:annotate_span_changelist")).content.decode()


def test_accept_and_reject_go_through_the_action(shared: World, client: Client) -> None:
    rita = shared.rita.user
    rita.is_staff = True
    rita.save()
    kept, dropped = shared.mark(shared.ana, "cheaper"), shared.mark(shared.ana, "The council")
    still_open = shared.mark(shared.ben, "the toll alone")
    shared.hand_in(shared.ana)
    url = reverse("admin:annotate_span_changelist")
    asked = enter(client, rita).post(url, {"action": "accept", "_selected_action": [kept.pk, still_open.pk]})
    assert "2 spans of 2 people in 1 articles." in asked.content.decode()
    assert not Decision.objects.exists()
    yes = {"confirmed": "yes"}
    client.post(url, {"action": "accept", "_selected_action": [kept.pk, still_open.pk]} | yes)
    page = client.post(url, {"action": "reject", "_selected_action": [dropped.pk]} | yes, follow=True)
    assert {(d.spans.get().pk, d.label_id is None) for d in Decision.objects.all()} == {
        (kept.pk, False),
        (dropped.pk, True),
    }
    assert JournalLine.objects.filter(verb="decision_made", by=rita.pk).count() == 2
    assert "1 span decided." in page.content.decode()


def test_relabel_asks_for_a_label_and_decides(shared: World, client: Client) -> None:
    rita = shared.rita.user
    rita.is_staff = True
    rita.save()
    span = shared.mark(shared.ana, "cheaper")
    shared.hand_in(shared.ana)
    url = reverse("admin:annotate_span_changelist")
    chosen = {"action": "relabel", "_selected_action": [span.pk]}
    asked = enter(client, rita).post(url, chosen | {"confirmed": "yes"})  # without a label it asks again
    assert "This field is required." in asked.content.decode()
    client.post(url, chosen | {"confirmed": "yes", "label": shared.labels["aside"].pk})
    assert Decision.objects.get().label == shared.labels["aside"]
    span.refresh_from_db()
    assert span.label == shared.labels["claim"]


def test_labels_are_merged_after_a_page_that_says_what_will_change(shared: World, client: Client, root: User) -> None:
    span = shared.mark(shared.ana, "cheaper")
    lea = shared.lea.user
    lea.is_staff = True
    lea.save()
    url = reverse("admin:annotate_label_changelist")
    chosen = {"action": "merge", "_selected_action": [shared.labels["claim"].pk, shared.labels["framing"].pk]}
    asked = enter(client, lea).post(url, chosen).content.decode()
    assert "Claim: 1 spans of 1 people in 1 articles" in asked
    assert Label.objects.get(pk=shared.labels["claim"].pk).merged_into is None
    blind = enter(client, root).post(url, chosen).content.decode()
    assert "Claim: 0 spans" in blind  # staff without membership see no content
    client.post(url, chosen | {"confirmed": "yes", "into": shared.labels["aside"].pk})
    span.refresh_from_db()
    assert span.label == shared.labels["aside"]
    assert JournalLine.objects.filter(verb="label_merged", by=root.pk).count() == 2


def test_no_page_of_the_admin_deletes_a_label(shared: World, client: Client, root: User) -> None:
    shared.mark(shared.ana, "cheaper")
    url = reverse("admin:annotate_label_delete", args=[shared.labels["claim"].pk])
    assert enter(client, root).post(url, {"post": "yes"}).status_code == 403
    assert Label.objects.filter(pk=shared.labels["claim"].pk).exists()


def test_an_account_is_made_with_a_password_shown_once(root: User, client: Client) -> None:
    page = enter(client, root).post(
        reverse("admin:annotate_user_add"), {"username": "otto2", "name": "Otto"}, follow=True
    )
    assert "One-time password of Otto" in page.content.decode()
    user = User.objects.get(username="otto2")
    assert user.one_time_password
    assert JournalLine.objects.get(verb="user_created").subject == user.pk


def test_the_change_form_of_an_account_leaves_a_line(root: User, client: Client, shared: World) -> None:
    url = reverse("admin:annotate_user_change", args=[shared.ana.user_id])
    enter(client, root).post(url, {"name": "Ana M", "initials": "AM"})
    assert User.objects.get(pk=shared.ana.user_id).initials == "AM"
    assert JournalLine.objects.get(verb="user_described").by == root.pk


def test_members_come_and_go_through_actions(root: User, client: Client, shared: World) -> None:
    url = reverse("admin:annotate_project_change", args=[shared.project.pk])
    ben = shared.ben
    form = {
        "name": "Renamed",
        "mode": "shared",
        "memberships-TOTAL_FORMS": "3",
        "memberships-INITIAL_FORMS": "2",
        "memberships-0-id": shared.ana.pk,
        "memberships-0-project": shared.project.pk,
        "memberships-0-user": shared.ana.user_id,
        "memberships-0-role": "reviewer",
        "memberships-1-id": ben.pk,
        "memberships-1-project": shared.project.pk,
        "memberships-1-user": ben.user_id,
        "memberships-1-role": "analyst",
        "memberships-1-DELETE": "on",
        "memberships-2-project": shared.project.pk,
        "memberships-2-user": shared.otto.pk,
        "memberships-2-role": "analyst",
    }
    answer = enter(client, root).post(url, form)
    assert answer.status_code == 302
    verbs = set(JournalLine.objects.filter(by=root.pk).values_list("verb", flat=True))
    assert verbs == {"project_described", "role_changed", "member_left", "member_added"}
    assert Project.objects.get(pk=shared.project.pk).name == "Renamed"
    assert Membership.objects.get(pk=ben.pk).ended_at is not None
    assert Membership.objects.get(project=shared.project, user=shared.otto).role == "analyst"


def test_the_last_lead_is_not_let_go_even_by_staff(root: User, client: Client, shared: World) -> None:
    url = reverse("admin:annotate_project_change", args=[shared.project.pk])
    form = {
        "name": "Op-eds",
        "mode": "shared",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "1",
        "memberships-0-id": shared.lea.pk,
        "memberships-0-project": shared.project.pk,
        "memberships-0-user": shared.lea.user_id,
        "memberships-0-role": "lead",
        "memberships-0-DELETE": "on",
    }
    page = enter(client, root).post(url, form, follow=True)
    assert "keeps at least one lead" in page.content.decode()
    assert Membership.objects.get(pk=shared.lea.pk).ended_at is None


def test_a_lead_corrects_blocks_and_words_but_never_the_text(shared: World, client: Client) -> None:
    lea = shared.lea.user
    lea.is_staff = True
    lea.save()
    blocks = list(shared.article.blocks.order_by("number"))
    form = {
        "title": "Another title",
        "byline": "",
        "outlet": "",
        "published_on": "",
        "language": "",
        "url": "",
        "external_id": "",
        "text": "something else",
        "blocks-TOTAL_FORMS": str(len(blocks)),
        "blocks-INITIAL_FORMS": str(len(blocks)),
    }
    for at, block in enumerate(blocks):
        form |= {
            f"blocks-{at}-id": str(block.pk),
            f"blocks-{at}-article": str(shared.article.pk),
            f"blocks-{at}-kind": "aside",
        }
        form[f"blocks-{at}-kind"] = "caption" if at == 1 else block.kind
    answer = enter(client, lea).post(reverse("admin:annotate_article_change", args=[shared.article.pk]), form)
    assert answer.status_code == 302
    shared.article.refresh_from_db()
    assert (shared.article.title, shared.article.text[:9]) == ("Another title", "The ferry")
    assert shared.article.blocks.get(number=1).kind == "caption"
    assert set(JournalLine.objects.filter(by=lea.pk, article=shared.article.pk).values_list("verb", flat=True)) >= {
        "article_described",
        "block_corrected",
    }


def test_nobody_without_staff_rights_comes_in(shared: World, client: Client) -> None:
    assert enter(client, shared.lea.user).get("/admin/").status_code == 302
