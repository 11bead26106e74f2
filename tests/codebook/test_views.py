"""The codebook as a page, and its colours as a stylesheet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from annotate.codebook import actions
from annotate.projects.models import User
from tests.factories import World
from tests.pages import tree, words

SignIn = Callable[[User], Client]

pytestmark = pytest.mark.django_db


def test_every_label_stands_there_with_what_it_means_and_what_not(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.ana.user).get(f"/p/{world.project.slug}/codebook/")
    said = words(page)
    assert "Version 1, published 2026-03-04" in said
    for label in world.labels.values():
        (entry,) = tree(page).cssselect(f"#label-{label.key}")
        assert label.definition[:60] in " ".join(entry.text_content().split())
        assert len(entry.cssselect("ul.examples:not(.not) li")) == len(label.examples)
        assert len(entry.cssselect("ul.examples.not li")) == len(label.counter_examples)
        assert entry.cssselect("ul.examples mark"), "brackets show the span of an example"


def test_a_retired_label_says_so_and_has_no_key_to_press(shared: World, sign_in: SignIn) -> None:
    label = shared.labels["aside"]
    label.retired_at = shared.at
    label.save(update_fields=["retired_at"])
    page = sign_in(shared.ana.user).get(f"/p/{shared.project.slug}/codebook/")
    (entry,) = tree(page).cssselect("#label-aside")
    assert "retired" in entry.text_content()
    assert not entry.cssselect("kbd")


def test_guidelines_are_shown_as_they_are_meant_and_run_nothing(shared: World, sign_in: SignIn) -> None:
    written = "# How\n\nRead *twice*. <script>alert(1)</script> [run](javascript:alert(1)) [see](https://quay.example)"
    actions.publish(shared.project, guidelines=written, note="second", by=shared.lea.user, at=shared.at)
    page = sign_in(shared.ana.user).get(f"/p/{shared.project.slug}/codebook/")
    (guidelines,) = tree(page).cssselect(".guidelines")
    assert [guidelines.cssselect(tag)[-1].text_content() for tag in ("h2", "em", "a")] == ["How", "twice", "see"]
    assert b"<script>alert" not in page.content
    assert b'href="javascript' not in page.content
    assert "Version 2" in words(page)
    assert "second" in words(page)


def test_a_version_s_colours_never_change_so_they_may_be_kept(shared: World, sign_in: SignIn) -> None:
    client = sign_in(shared.ana.user)
    answer = client.get(f"/p/{shared.project.slug}/codebook/v1.css")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert {"private", "immutable", "max-age=31536000"} == set(answer.headers["Cache-Control"].split(", "))
    sheet = answer.content.decode()
    for number in range(1, len(shared.labels) + 1):
        assert f".s{number}{{background-image:" in sheet
    assert "prefers-color-scheme:dark" in sheet
    assert client.get(f"/p/{shared.project.slug}/codebook/v2.css").status_code == 404
