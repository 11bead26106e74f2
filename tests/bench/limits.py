"""The limits of the desk, in Chromium, for a dense article, for a long one, and for ever more spans on the long one.

Each figure stands beside its floor of the same run: the same page as a file that the same server sends, its scripts
not run, where a key only paints a highlight, or sends an empty authenticated POST that stores the same two rows.
"""

from __future__ import annotations

import gzip
import itertools
import json
import math
import os
import random
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from annotate.assignment.models import Assignment
from annotate.corpus.models import Article
from annotate.spans.models import Span
from tests.bench.corpus import make_project, mark, piece, places, tidy, token_of
from tests.bench.desk import browsing, opened, opened_apart, signed_in
from tests.bench.growth import Line, drawn
from tests.bench.saves import LABEL
from tests.bench.table import Row, in_turn, row, told
from tests.browser.desk import Reader
from tests.factories import World
from tests.run.installation import PASSWORD, Installation, Person, Program

KEY = "1"
"""The first label's."""

MARKS, WARM, OPENINGS, SCREENS = 30, 3, 8, 30

ADDING = re.compile(r"/spans/add/")
"""Where a mark is sent; a page also posts where somebody reads, and for how long."""

BETWEEN = 600
"""Milliseconds from one mark to the next, as a quick person needs to select words; the panel of the last is there."""

PATIENCE = 10
"""Seconds within which another's desk has to show a mark."""

WATCH = """
    window.times = { pencil: [], answer: [], other: [], long: [] };
    let looks = [];
    window.note = (name, time) => {
        window.times[name].push(time);
        looks = looks.filter((look) => !look());
    };
    window.noted = (name, enough, patience) => new Promise((done) => {
        const look = () => enough(window.times[name]) && (done(window.times[name].at(-1)), true);
        if (!look()) looks.push(look);
        setTimeout(() => done(null), patience);
    });
    const tag = () => document.getElementById("standing")?.dataset.tag;
    const follow = (began, before) => {
        let drawn = false;
        const look = () => afterPaint((now) => {
            if (!drawn && CSS.highlights.get("pending")) { drawn = true; note("pencil", now - began); }
            if (tag() !== before) note("answer", now - began);
            else look();
        });
        look();
    };
    addEventListener("keydown", (event) => {
        if (event.key !== "1" || window.still) return;
        window.pressed = performance.timeOrigin + event.timeStamp;
        follow(event.timeStamp, tag());
    }, true);
    addEventListener("DOMContentLoaded", () => {
        let known = tag();
        const changed = () => {
            if (tag() === known) return;
            known = tag();
            afterPaint((now) => note("other", performance.timeOrigin + now));
        };
        new MutationObserver(changed).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    new PerformanceObserver((list) => window.times.long.push(...list.getEntries().map((entry) => entry.duration)))
        .observe({ type: "longtask" });
"""
"""A press is timed from when the browser has it
until the frame with its pencil, and until the frame in which the page says the revision of its answer. Whoever waits
for a figure is told it: to ask again and again would take the time of what is timed."""

STILL = """
    ([path, token]) => {
        window.still = true;
        const node = document.querySelector("#text .text").firstChild.firstChild;
        document.addEventListener("keydown", (event) => {
            if (event.key === "1") requestAnimationFrame(() => {
                const range = new Range();
                range.selectNodeContents(node);
                CSS.highlights.set("pending", new Highlight(range));
                afterPaint((now) => note("pencil", now - event.timeStamp));
            });
            if (event.key === "1") CSS.highlights.delete("pending");
        });
        document.addEventListener("keydown", async (event) => {
            if (event.key !== "2") return;
            window.place = (window.place ?? 0) + 1;
            const headers = { Authorization: `Bearer ${token}`, "Idempotency-Key": crypto.randomUUID() };
            await (await fetch(path.replace("PLACE", window.place), { method: "POST", headers })).text();
            document.querySelector(".tag").classList.toggle("seen");
            afterPaint((now) => note("answer", now - event.timeStamp));
        });
    }
"""
"""On the page that is a file: one key paints a highlight, another sends the least that storing a span can be."""


@dataclass(frozen=True)
class Size:
    """An article of so many paragraphs with so many spans; what the desk's limits for it are."""

    name: str
    paragraphs: int
    spans: int
    key: str = "–"
    answer: str = "–"
    opening: str = "–"
    other: str = "–"

    @property
    def limited(self) -> bool:
        """Whether there are limits for it."""
        return self.key != "–"


DENSE = Size("1,000 spans, 7k", 13, 1_000, "≤ 16 ms", "≤ 40 ms", "≤ 200 ms", "≤ 150 ms")
LONG = Size("5,000 spans, 200k", 385, 5_000, "≤ 16 ms", "≤ 50 ms", "≤ 500 ms", "≤ 200 ms")
MORE = (Size("20,000 spans, 200k", 385, 20_000), Size("50,000 spans, 200k", 385, 50_000))
"""No limit is set for these: they show how the cost grows."""


def measure(installation: Installation) -> Iterator[Row]:
    """The rows of both articles that have limits, then those of more spans; writes the picture where GROWTH says."""
    world = make_project()
    for person in (world.ana.user, world.ben.user):
        person.set_password(PASSWORD)
        person.save()
    token = token_of(world.ana.user)
    cases = [Case(size, _filled(world, size), world, token) for size in (DENSE, LONG, *MORE)]
    tidy()
    with installation.serving() as running:
        person = Person(running.port)
        for case in cases:
            text = person.ask("GET", case.desk).text
            (installation.data / "static" / case.file).write_text(text.replace('type="module"', 'type="text/x"'))
    with_floor = replace(installation, more={"DJANGO_SETTINGS_MODULE": "tests.bench.floor.settings"})
    with with_floor.serving() as running:
        address = f"http://127.0.0.1:{running.port}"
        for case in cases:
            with browsing(address) as context:
                yield from case.opening(context)
                yield from case.working(context, address, running.port)
    if path := os.environ.get("GROWTH"):
        lines = [Line(name, [(case.size.spans, case.medians[name]) for case in cases[1:]]) for name in cases[0].medians]
        Path(path).write_text(drawn(lines), encoding="utf-8")


@dataclass
class Case:
    """An article whose desk is measured; the medians in milliseconds, by what was measured."""

    size: Size
    article: Article
    world: World
    token: str
    medians: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        taken = set(Span.objects.filter(article=self.article).values_list("start", "end"))
        free = [place for place in places(self.article) if place not in taken and 30 < place[1] - place[0] < 80]
        random.Random(7).shuffle(free)
        self.free = list(itertools.islice((place for place in free if self._can_be_dragged_over(place)), WARM + MARKS))
        work = Assignment.objects.get(article=self.article, analyst=self.world.ana.user)
        label = self.world.labels[LABEL].pk
        self.floor_path = f"/api/v1/floor/{self.article.pk}/{work.pk}/{self.world.codebook.pk}/{label}/0/PLACE"

    def _can_be_dragged_over(self, place: tuple[int, int]) -> bool:
        """Whether it is within one block, and the only place that says this."""
        quote = self.article.text[slice(*place)]
        return "\n" not in quote and self.article.text.count(quote) == 1

    @property
    def desk(self) -> str:
        """The address of its page."""
        return f"/p/{self.world.project.slug}/articles/{self.article.pk}/"

    @property
    def file(self) -> str:
        """The page as a file."""
        return f"limits-{self.size.spans}.html"

    def opening(self, context: BrowserContext) -> Iterator[Row]:
        """From the start of the navigation to the painted marks: in the tab in which one was, and in a new one."""
        runs = OPENINGS if self.size.spans <= LONG.spans else 2
        page, paths = context.new_page(), (self.desk, f"/static/{self.file}")
        here = [partial(opened, page, path, spans=self.size.spans) for path in paths]
        apart = [partial(opened_apart, context, path, spans=self.size.spans) for path in paths]
        in_turn(1, *here, *apart)
        desk, still, desk_apart, still_apart = in_turn(runs, *here, *apart)
        page.close()
        yield self._row("open → all marks painted", desk, still, self.size.opening)
        yield row(f"{self.size.name}: the same in a new tab", desk_apart, still_apart, aim=self.size.opening, peer="–")

    def working(self, context: BrowserContext, address: str, port: int) -> Iterator[Row]:
        """Marks typed by Ana while Ben looks on; then a walk through the article."""
        assert context.browser is not None
        mine, theirs = context.new_page(), signed_in(context.browser, address, "ben").new_page()
        still = context.new_page()
        for page in (mine, theirs, still):
            page.add_init_script(WATCH)
            page.set_default_timeout(120_000)
        for page in (mine, theirs):
            page.goto(self.desk)
            page.wait_for_selector("#desk[data-ready]")
        theirs.wait_for_selector("#desk[data-stream=runs]")
        still.goto(f"/static/{self.file}")
        still.evaluate(STILL, [self.floor_path, self.token])
        late, sizes = self._mark(mine, theirs, still)
        pencil, answer = times(mine, "pencil"), times(mine, "answer")
        yield self._row("key → pencil painted", pencil, times(still, "pencil"), self.size.key)
        yield self._row("key → answer painted", answer, times(still, "answer"), self.size.answer)
        yield self._beside([time for time in late[WARM:] if time < math.inf], answer)
        yield self._bytes(sizes[WARM:], port)
        yield self._scrolling(mine, still)
        for page in (mine, theirs, still):
            page.close()

    def _mark(self, mine: Page, theirs: Page, still: Page) -> tuple[list[float], list[int]]:
        """Marks in turn with their floors: seconds until each is painted at the other's desk, bytes of each answer."""
        late, sizes = [], []
        for number, (start, end) in enumerate(self.free, start=1):
            quote = self.article.text[start:end]
            Reader(mine).select(quote)
            with mine.expect_response(ADDING) as answered:
                mine.keyboard.press(KEY)
            assert f"extent={start}-{end}" in (answered.value.request.post_data or ""), f"not marked: {quote}"
            wait_for(mine, "answer", number)  # a locator would look through the whole page, just while it is timed
            pressed: float = mine.evaluate("window.pressed")
            late.append((painted_after(theirs, pressed) - pressed) / 1000)
            sizes.append(answered.value.request.sizes()["responseBodySize"])
            still.bring_to_front()
            still.keyboard.press("1")
            still.keyboard.press("2")
            wait_for(still, "answer", number)
            mine.bring_to_front()
            mine.wait_for_timeout(BETWEEN)
        return late, sizes

    def _beside(self, late: Sequence[float], own: Sequence[float]) -> Row:
        """At another's desk; its floor is one's own. What did not come within PATIENCE is told, not averaged."""
        what = f"{self.size.name}: key → painted at another's desk (floor: at one's own)"
        missing = f", {MARKS - len(late)} of {MARKS} not within {PATIENCE} s" if len(late) < MARKS else ""
        if len(late) < 2:
            return Row(what, f"none{missing}", told(own), math.inf, self.size.other, "–")
        return row(what, late, own, aim=self.size.other, peer="–", more=missing)

    def _bytes(self, sizes: Sequence[int], port: int) -> Row:
        """Of the answer to a mark as it went over the line; its floor is the span itself, as the API tells it."""
        program = Program(port, self.token)
        _status, body = program.ask("GET", f"/articles/{self.article.pk}/spans?limit=1")
        least = len(gzip.compress(json.dumps(json.loads(body)["items"][0]).encode()))
        middle, p95 = statistics.median(sizes), statistics.quantiles(sizes, n=20)[-1]
        return Row(
            f"{self.size.name}: bytes for one mark, gzip", f"p50 {middle:,.0f}, p95 {p95:,.0f}", f"{least:,}",
            middle / least, "≤ 4,000" if self.size.limited else "–", "–",
        )  # fmt: skip

    def _scrolling(self, mine: Page, still: Page) -> Row:
        """Tasks of over 50 ms while one walks down screen by screen."""
        here, floor = walked(mine), walked(still)
        walks = [f"{len(long)} in {SCREENS} screens, longest {max(long, default=0):.0f} ms" for long in (here, floor)]
        aim = "no long task" if self.size.limited else "–"
        return Row(f"{self.size.name}: long tasks in scrolling", *walks, (len(here) + 1) / (len(floor) + 1), aim, "–")

    def _row(self, name: str, here: Sequence[float], floor: Sequence[float], aim: str) -> Row:
        self.medians[name] = statistics.median(here) * 1000
        return row(f"{self.size.name}: {name}", here, floor, aim=aim, peer="–")


def times(page: Page, name: str) -> list[float]:
    """What a page measured, in seconds, without the first few."""
    found: list[float] = page.evaluate(f"window.times.{name}")
    return [time / 1000 for time in found[WARM:]]


def wait_for(page: Page, name: str, count: int) -> None:
    """Until a page has measured so many."""
    enough = "([name, count, patience]) => noted(name, (all) => all.length >= count, patience)"
    assert page.evaluate(enough, [name, count, 60_000]) is not None, f"{name} was not measured"


def painted_after(page: Page, pressed: float) -> float:
    """When a page that reads along has painted what came of a press, both in milliseconds of the clock; else never."""
    enough = "([pressed, patience]) => noted('other', (all) => all.at(-1) >= pressed, patience)"
    found: float | None = page.evaluate(enough, [pressed, PATIENCE * 1000])
    return math.inf if found is None else found


def walked(page: Page) -> list[float]:
    """The long tasks, in milliseconds, of a walk from the top, screen by screen."""
    page.bring_to_front()
    page.evaluate("window.times.long.length = 0; scrollTo(0, 0)")
    page.mouse.move(400, 500)
    for _ in range(SCREENS):
        page.mouse.wheel(0, 800)
        page.wait_for_timeout(60)
    found: list[float] = page.evaluate("window.times.long")
    return found


def _filled(world: World, size: Size) -> Article:
    rng = random.Random(size.spans)
    article = world.take_in(piece(rng, paragraphs=size.paragraphs))
    mark(article, world, size.spans, labels=tuple(label for label in world.labels if label != LABEL), rng=rng)
    return article
