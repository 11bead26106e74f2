"""From a key press to the next cluster painted, in Chromium, for three people with 60 spans each; and its floor."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from playwright.sync_api import BrowserContext, Page

from annotate.corpus.models import Article
from annotate.projects import actions as projects
from annotate.projects.models import Membership, Role
from tests.bench.corpus import make_project, piece, tidy
from tests.bench.desk import browsing
from tests.bench.table import Row, row
from tests.factories import World, make_user
from tests.run.installation import PASSWORD, Installation, Person

SPANS = 60
RUNS, WARM = 100, 10
PARAGRAPHS = 40
"""Some 20,000 characters: 60 places of a few words each, far enough apart."""

STILL = "adjudication.html"

WATCH = """
    window.took = [];
    addEventListener("keydown", (event) => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.took.push((performance.now() - event.timeStamp) / 1000);
        port2.postMessage(null);
    }), true);
"""
"""From the press, as the browser has it, until the frame that follows was painted: a task that is posted within a frame
runs after it. Written on both pages, so that both pay for it."""

TOGGLE = """
    () => {
        const items = Array.from(document.querySelectorAll(".cluster"));
        let at = items.findIndex((item) => item.classList.contains("current"));
        document.addEventListener("keydown", () => {
            items[at].classList.remove("current");
            at = (at + 1) % items.length;
            items[at].classList.add("current");
        });
    }
"""
"""The floor: a key that only moves a class from one cluster to the next, so that its details are shown."""


def measure(installation: Installation) -> Iterator[Row]:
    """One row: the page, and the same bytes as a file whose scripts are not run."""
    world = make_project()
    article = _marked(world)
    world.rita.user.set_password(PASSWORD)
    world.rita.user.save()
    tidy()
    address = f"/p/{world.project.slug}/review/{article.pk}/"
    with installation.serving() as running:
        text = Person(running.port, "rita").ask("GET", address).text
    still = text.replace('type="module"', 'type="text/x"')
    (installation.data / "static" / STILL).write_text(still)  # a server finds its files when it starts
    with (
        installation.serving() as running,
        browsing(f"http://127.0.0.1:{running.port}", username="rita") as context,
    ):
        here = _walked(context, address)
        floor = _walked(context, f"/static/{STILL}", instead=TOGGLE)
    clusters = text.count('class="cluster ')
    yield row(
        f"adjudicating 3 × {SPANS} spans: key press until the next of {clusters} clusters is painted in Chromium",
        here, floor, aim="p95 < 100 ms", peer="–", more=f", {len(text.encode()) / 1000:.0f} kB",
    )  # fmt: skip


def _marked(world: World) -> Article:
    """An article on which three people handed in 60 spans each: mostly the same places, with other ends and labels."""
    rng = random.Random(5)
    article = world.take_in(piece(rng, paragraphs=PARAGRAPHS))
    words = [found.span() for found in re.finditer(r"\S+", article.text)]
    step = len(words) // (SPANS + 1)
    third = projects.add_member(
        world.project, username=make_user("cleo").username, role=Role.ANALYST, by=world.lea, at=world.at
    )
    people: list[Membership] = [world.ana, world.ben, third]
    labels = ["claim", "evidence", "rhetoric", "aside"]
    for person in people:
        for place in range(SPANS):
            first = place * step + rng.randrange(3)
            start, end = words[first][0], words[first + rng.randint(4, step - 6)][1]
            label = labels[place % len(labels)] if rng.random() < 0.8 else rng.choice(labels)
            world.mark(person, article.text[start:end], label, article=article)
    world.hand_in(*people, article=article)
    return article


def _walked(context: BrowserContext, path: str, *, instead: str = "") -> list[float]:
    """The seconds that each press took."""
    page: Page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(path)
    if instead:
        page.evaluate(instead)
    else:
        page.wait_for_selector("#desk[data-ready]")
    for pressed in range(1, WARM + RUNS + 1):
        before = page.locator(".cluster.current").get_attribute("id")
        page.keyboard.press("]")
        page.wait_for_timeout(20)
        assert page.locator(".cluster.current").get_attribute("id") != before
        assert page.evaluate("window.took.length") == pressed
    took: list[float] = page.evaluate("window.took")
    page.close()
    return took[WARM:]
