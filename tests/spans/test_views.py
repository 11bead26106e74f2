"""What stands beside a span on pages: links, comments, mentions, history; and marking by quote. All without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from annotate.projects.models import Membership, Mode, User
from annotate.spans import actions
from annotate.spans.models import Comment, Link, LinkKind, Span
from annotate.spans.queries.history import Change, find_history
from annotate.spans.queries.links import find_links, find_targets
from annotate.spans.queries.panel import find_panel
from annotate.spans.queries.talk import find_thread, list_mentions
from annotate.text.extent import Extent
from tests.factories import World

SignIn = Callable[[User], Client]
FROM_DESK = {"HX-Request": "true"}


def address(world: World, name: str, *ids: int) -> str:
    return reverse(f"spans:{name}", args=[world.project.slug, world.article.pk, *ids])


def link(world: World, source: Span, target: Span | Link, kind: str, by: Membership | None = None) -> Link:
    made, _new = actions.add_link(source, kind=LinkKind(kind), target=target, by=by or world.ana, at=world.at)
    world.at += timedelta(minutes=1)  # so that links have an order
    return made


def read(world: World, span: Span, by: Membership | None = None) -> Span:
    """The span as its door gives it."""
    found = Span.objects.select_related("label", "assignment__analyst", "article__project", "codebook").get(pk=span.pk)
    assert by is None or by.project_id == world.project.pk
    return found


@pytest.fixture
def three(shared: World) -> tuple[Span, Span, Span]:
    """Ana's claim, Ben's evidence, Rita's rhetoric."""
    return (
        shared.mark(shared.ana, "The council"),
        shared.mark(shared.ben, "the toll alone", "evidence"),
        shared.mark(shared.rita, "in it to win it", "rhetoric"),
    )


# Links


def test_a_link_reads_from_each_end_as_what_that_does_or_suffers(shared: World, three: tuple[Span, ...]) -> None:
    claim, evidence, rhetoric = three
    supports = link(shared, evidence, claim, "supports", by=shared.ben)
    link(shared, rhetoric, supports, "undercuts")

    def lines(span: Span) -> list[tuple[object, ...]]:
        found = find_links(shared.ana, read(shared, span), find_panel(shared.ana, read(shared, span)).labels)
        return [
            (line.word, line.end and (line.end.span, line.end.word), line.mine,
             line.undercut and (line.undercut[0].span, line.undercut[1], line.undercut[2].span, line.undercut[0].word))
            for line in found.standing
        ]  # fmt: skip

    assert lines(claim) == [
        ("supported by", (evidence, "supports"), False, None),
        ("undercut by", (rhetoric, "undercuts"), True, (evidence, "supports", claim, "")),
    ]
    assert lines(evidence) == [
        ("supports", (claim, "supported"), False, None),
        ("undercut by", (rhetoric, "undercuts"), True, (evidence, "supports", claim, "")),
    ]
    assert lines(rhetoric) == [("undercuts", None, True, (evidence, "supports", claim, "undercut"))]


def test_a_deleted_link_can_be_restored_by_who_made_it_only(shared: World, three: tuple[Span, ...]) -> None:
    claim, evidence, _rhetoric = three
    actions.delete_link(link(shared, claim, evidence, "attacks"), by=shared.ana, at=shared.at)
    for who, count in ((shared.ana, 1), (shared.ben, 0)):
        panel = find_panel(who, read(shared, evidence))
        assert (len(panel.links.standing), len(panel.links.deleted)) == (0, count)
    actions.delete_span(claim, by=shared.ana, at=shared.at)
    assert not find_panel(shared.ana, read(shared, evidence)).links.deleted


def test_a_span_can_be_linked_to_what_one_sees_and_not_to_itself(three: tuple[Span, ...], shared: World) -> None:
    claim, evidence, rhetoric = three
    made = link(shared, evidence, rhetoric, "attacks")
    own = link(shared, claim, rhetoric, "supports")
    undercut = link(shared, claim, made, "undercuts")
    targets = find_targets(shared.ana, read(shared, claim))
    assert [end.span for end in targets.spans] == [evidence, rhetoric]
    assert [found for found, _source, _target in targets.links] == [made]
    assert {own.pk, undercut.pk}.isdisjoint(found.pk for found, *_ends in targets.links)


def test_a_link_is_made_deleted_and_restored_without_script(
    shared: World, three: tuple[Span, ...], sign_in: SignIn
) -> None:
    claim, evidence, rhetoric = three
    client = sign_in(shared.ana.user)
    form = client.get(address(shared, "links", claim.pk)).content.decode()
    assert f'<option value="span-{evidence.pk}">Evidence, Ben: the toll alone</option>' in form
    sent = {"kind": "supports", "target": f"span-{evidence.pk}"}
    answer = client.post(address(shared, "add_link", claim.pk), sent, follow=True)
    assert answer.redirect_chain == [(address(shared, "span", claim.pk), 302)]
    assert "Link saved." in answer.content.decode()
    made = Link.objects.get()
    assert (made.kind, made.source_id, made.target_span_id) == ("supports", claim.pk, evidence.pk)
    undercuts = {"kind": "undercuts", "target": f"link-{made.pk}"}
    client.post(address(shared, "add_link", rhetoric.pk), undercuts)
    assert Link.objects.get(kind="undercuts").target_link == made
    client.post(address(shared, "delete_link", made.pk))
    assert Link.objects.get(pk=made.pk).deleted_at
    client.post(address(shared, "restore_link", made.pk))
    assert Link.objects.get(pk=made.pk).deleted_at is None


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({"kind": "supports"}, 422, "Choose what the span does"),
        ({"kind": "supports", "target": "span-1"}, 404, "There is no such span"),
        ({"kind": "undercuts", "target": "link-1"}, 404, "There is no such link"),
        ({"kind": "undercuts", "target": "span-{evidence}"}, 422, "undercuts a link"),
        ({"kind": "supports", "target": "span-{claim}"}, 422, "to another span"),
    ],
)
def test_a_link_that_cannot_be_is_refused_with_a_sentence(
    shared: World, three: tuple[Span, ...], sign_in: SignIn, sent: dict[str, str], status: int, sentence: str
) -> None:
    filled = {key: value.format(claim=three[0].pk, evidence=three[1].pk) for key, value in sent.items()}
    answer = sign_in(shared.ana.user).post(address(shared, "add_link", three[0].pk), filled, headers=FROM_DESK)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert not Link.objects.exists()


def test_a_link_sent_again_under_its_action_id_is_made_once(
    shared: World, three: tuple[Span, ...], sign_in: SignIn
) -> None:
    client = sign_in(shared.ana.user)
    sent = {"kind": "supports", "target": f"span-{three[1].pk}", "action": "one"}
    for _time in range(2):
        assert client.post(address(shared, "add_link", three[0].pk), sent, headers=FROM_DESK).status_code == 200
    assert Link.objects.count() == 1
    other = sent | {"kind": "attacks"}
    assert client.post(address(shared, "add_link", three[0].pk), other, headers=FROM_DESK).status_code == 422


def test_a_link_of_another_article_is_not_deleted_here(shared: World, three: tuple[Span, ...], sign_in: SignIn) -> None:
    made = link(shared, three[0], three[1], "supports")
    other = shared.take_in("Another piece\n\nIt is cheaper, they say.")
    there = reverse("spans:delete_link", args=[shared.project.slug, other.pk, made.pk])
    assert sign_in(shared.ana.user).post(there).status_code == 404


# Comments and mentions


def test_a_thread_is_kept_reworded_and_shortened_by_those_who_speak(
    shared: World, three: tuple[Span, ...], sign_in: SignIn
) -> None:
    claim = three[0]
    client = sign_in(shared.ben.user)
    client.post(address(shared, "add_comment", claim.pk), {"text": "Why so wide?\r\n@ana"})
    comment = Comment.objects.get()
    assert comment.text == "Why so wide?\n@ana"
    client.post(address(shared, "change_comment", comment.pk), {"text": "Why <b>so</b> wide, @ana?"})
    page = client.get(address(shared, "span", claim.pk)).content.decode()
    assert 'Why &lt;b&gt;so&lt;/b&gt; wide, <b class="called">@ana</b>?' in page
    assert "reworded" in page
    ana = sign_in(shared.ana.user)
    page = ana.get(address(shared, "span", claim.pk)).content.decode()
    assert "Reply" in page
    assert address(shared, "change_comment", comment.pk) not in page
    assert ana.post(address(shared, "delete_comment", comment.pk), headers=FROM_DESK).status_code == 403
    sign_in(shared.ben.user).post(address(shared, "delete_comment", comment.pk))
    assert Comment.objects.get().deleted_at


def test_an_empty_comment_is_refused(shared: World, three: tuple[Span, ...], sign_in: SignIn) -> None:
    answer = sign_in(shared.ana.user).post(
        address(shared, "add_comment", three[0].pk), {"text": " \n"}, headers=FROM_DESK
    )
    assert (answer.status_code, Comment.objects.count()) == (422, 0)
    assert "Say something." in answer.content.decode()


def test_who_can_be_called_is_who_may_see_the_span_and_may_be_known(
    shared: World, independent: World, three: tuple[Span, ...]
) -> None:
    def callable_by(membership: Membership, span: Span) -> list[str]:
        return [person.username for person in find_thread(membership, read_any(span)).people]

    def read_any(span: Span) -> Span:
        return Span.objects.select_related("assignment__analyst", "article__project").get(pk=span.pk)

    assert callable_by(shared.ana, three[1]) == ["ben", "lea", "rita"]
    own = independent.mark(independent.ana, "cheaper")
    assert callable_by(independent.ana, own) == []
    independent.hand_in(independent.ana)
    assert callable_by(independent.ana, own) == []
    actions.add_comment(own, text="Wider?", by=independent.rita, at=independent.at)
    assert callable_by(independent.ana, own) == ["rita"]
    assert callable_by(independent.rita, own) == ["ana", "lea"]
    independent.assign(independent.lea)
    assert callable_by(independent.rita, own) == ["ana"]


def test_mentions_are_of_this_person_by_others_and_of_what_they_may_see(world: World) -> None:
    span = world.mark(world.ana, "cheaper")
    blind = world.project.mode == Mode.INDEPENDENT
    if blind:
        world.hand_in(world.ana)
    said = ["@ana, look", "@anabel, look", "write to me@ana.example", "and @Ana."]
    for minutes, text in enumerate(said):
        actions.add_comment(span, text=text, by=world.rita, at=world.at + timedelta(minutes=minutes))
    actions.add_comment(span, text="@ana @ben @otto @lea", by=world.ana, at=world.at)
    texts = {name: [one.text for one in list_mentions(getattr(world, name))] for name in ("ana", "ben", "lea")}
    assert texts == {
        "ana": ["and @Ana.", "@ana, look"],
        "ben": [] if blind else ["@ana @ben @otto @lea"],
        "lea": ["@ana @ben @otto @lea"],
    }
    if not blind:
        actions.delete_span(span, by=world.ana, at=world.at)
        assert not list_mentions(world.ana)


def test_mentions_have_a_page_and_a_part_on_the_list_of_articles(shared: World, sign_in: SignIn) -> None:
    span = shared.mark(shared.ana, "cheaper")
    actions.add_comment(span, text="@ana, <i>why</i>?", by=shared.rita, at=shared.at)
    there = reverse("spans:mentions", args=[shared.project.slug])
    for headers in ({}, FROM_DESK):
        page = sign_in(shared.ana.user).get(there, headers=headers).content.decode()
        assert f"?span={span.pk}" in page
        assert '<b class="called">@ana</b>, &lt;i&gt;why' in page
    assert sign_in(shared.ben.user).get(there, headers=FROM_DESK).content.strip() == b""
    assert "Nobody has called you yet" in sign_in(shared.ben.user).get(there).content.decode()


# History


def test_the_history_says_who_did_what_before_and_after(shared: World) -> None:
    span = shared.mark(shared.ana, "in it to win it", attributes={"voice": "author"})
    world, by = shared, {"by": shared.ana, "at": shared.at}
    span = actions.change_span(
        span, version=1, label=world.labels["framing"], note="why", unsure=True, attributes={"voice": "quoted"}, **by
    ).span  # fmt: skip
    extent = Extent.of([*span.extent, (0, 3)])
    span = actions.change_span(span, version=2, extent=extent, quote=extent.quote(world.article.text), **by).span
    actions.delete_span(span, **by)
    actions.undo(world.article, **by)
    lines = find_history(world.ben, read(world, span))
    assert {line.person for line in lines} == {"Ana"}
    assert [line.deed for line in lines] == ["marked", "changed", "changed", "deleted", "restored"]
    assert [line.turn for line in lines] == [0, 0, 0, 0, 1]
    assert lines[0].changes == (
        Change("Label", "", "Claim"), Change("Words", "", "in it to win it", quoted=True),
        Change("Voice", "", "author"),
    )  # fmt: skip
    assert lines[1].changes == (
        Change("Label", "Claim", "Framing"), Change("Note", "", "why"), Change("Unsure", "", "yes"),
        Change("Voice", "author", "quoted"),
    )  # fmt: skip
    assert lines[2].changes == (Change("Words", "in it to win it", "The … in it to win it", quoted=True),)


def test_a_request_that_changed_nothing_is_no_history(shared: World) -> None:
    span = shared.mark(shared.ana, "cheaper")
    actions.add_span(
        shared.article, extent=span.extent, quote="cheaper", label=span.label, codebook_id=shared.codebook.pk,
        by=shared.ana, at=shared.at, action="again",
    )  # fmt: skip
    assert [line.deed for line in find_history(shared.ana, read(shared, span))] == ["marked"]


# Marking by quote


def quote_at(world: World, client: Client, **sent: Any) -> Any:
    return client.post(address(world, "quote"), {"block": 1, "label": "claim", **sent}, follow=True)


def test_a_quote_is_found_in_its_paragraph_and_marked_by_the_same_action(shared: World, sign_in: SignIn) -> None:
    answer = quote_at(shared, sign_in(shared.ana.user), quote=" the toll\r\nalone ", label="evidence")
    assert "Evidence saved: the toll alone" in answer.content.decode()
    span = Span.objects.get()
    assert (span.extent.quote(shared.article.text), span.label.key) == ("the toll alone", "evidence")
    assert answer.redirect_chain == [(f"{address(shared, 'quote')}?block=1&label=evidence", 302)]
    assert "was there already" in quote_at(
        shared, sign_in(shared.ana.user), quote="the toll alone", label="evidence"
    ).content.decode()  # fmt: skip


def test_where_the_paragraph_says_it_twice_it_asks_which(shared: World, sign_in: SignIn) -> None:
    client = sign_in(shared.ana.user)
    answer = quote_at(shared, client, block=2, quote="it")
    page = answer.content.decode()
    text = shared.article.text
    first = text.index("in it to") + 3
    second = text.index("win it") + 4
    assert not Span.objects.exists()
    assert f'value="{first}-{first + 2}"' in page
    assert f'value="{second}-{second + 2}"' in page
    quote_at(shared, client, block=2, quote="it", place=f"{second}-{second + 2}")
    assert Span.objects.get().extent == Extent.one(second, second + 2)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"quote": "nobody said"}, "This paragraph does not say that."),
        ({"quote": "in it to win it"}, "This paragraph does not say that."),
        ({"quote": "cheaper", "block": 99}, "Select a valid choice"),
        ({"quote": "cheaper", "label": "no-such"}, "Select a valid choice"),
        ({"quote": ""}, "This field is required"),
    ],
)
def test_a_quote_that_is_not_there_is_refused(
    shared: World, sign_in: SignIn, sent: dict[str, Any], sentence: str
) -> None:
    answer = quote_at(shared, sign_in(shared.ana.user), **sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Span.objects.exists()


def test_whoever_may_not_mark_is_told_why_by_the_form_too(shared: World, sign_in: SignIn) -> None:
    shared.mark(shared.ana, "cheaper")
    shared.hand_in(shared.ana)
    answer = quote_at(shared, sign_in(shared.ana.user), quote="the toll alone")
    assert answer.status_code == 422
    assert "handed in" in answer.content.decode()


# Doors


def test_otto_finds_none_of_it(shared: World, three: tuple[Span, ...], sign_in: SignIn) -> None:
    made = link(shared, three[0], three[1], "supports")
    said, _new = actions.add_comment(three[0], text="So?", by=shared.ana, at=shared.at)
    client = sign_in(shared.otto)
    gets = [address(shared, "links", three[0].pk), address(shared, "history", three[0].pk), address(shared, "quote"),
            reverse("spans:mentions", args=[shared.project.slug])]  # fmt: skip
    posts = [address(shared, "add_link", three[0].pk), address(shared, "delete_link", made.pk),
             address(shared, "restore_link", made.pk), address(shared, "add_comment", three[0].pk),
             address(shared, "change_comment", said.pk), address(shared, "delete_comment", said.pk),
             address(shared, "quote")]  # fmt: skip
    assert {client.get(there).status_code for there in gets} == {404}
    assert {client.post(there).status_code for there in posts} == {404}


def test_in_an_independent_project_an_analyst_meets_only_their_own(independent: World, sign_in: SignIn) -> None:
    mine = independent.mark(independent.ana, "cheaper")
    other = independent.mark(independent.ana, "The council")
    theirs = independent.mark(independent.ben, "the toll alone")
    client = sign_in(independent.ana.user)
    for name in ("links", "history"):
        assert client.get(address(independent, name, theirs.pk)).status_code == 404
    assert client.post(address(independent, "add_comment", theirs.pk), {"text": "!"}).status_code == 404
    sent = {"kind": "supports", "target": f"span-{theirs.pk}"}
    answer = client.post(address(independent, "add_link", mine.pk), sent, headers=FROM_DESK)
    nothing = client.post(address(independent, "add_link", mine.pk), sent | {"target": "span-1"}, headers=FROM_DESK)
    assert answer.status_code == nothing.status_code == 404
    said = [re.findall(r'data-said="[^"]*"', response.content.decode()) for response in (answer, nothing)]
    assert said[0] == said[1] == ['data-said="There is no such span on this article."']
    form = client.get(address(independent, "links", mine.pk)).content.decode()
    assert str(other.pk) in form
    assert str(theirs.pk) not in form
    assert "the toll alone" not in form
