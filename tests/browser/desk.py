"""A person at the desk: what they do with mouse and keys, and what they see."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from annotate.corpus.models import Article

PLACE = """
quote => {
  const find = () => {
    const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
    const nodes = [];
    let text = "";
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement.closest(".text")) continue;
      nodes.push([text.length, node]);
      text += node.data;
    }
    const at = text.indexOf(quote);
    if (at < 0) throw new Error(`the page does not say: ${quote}`);
    const put = (place, behind) => {
      const [from, node] = nodes.findLast(([start]) => (behind ? start < place : start <= place));
      return [node, place - from];
    };
    const range = document.createRange();
    range.setStart(...put(at, false));
    range.setEnd(...put(at + quote.length, true));
    return range;
  };
  const measure = () => {
    const boxes = Array.from(find().getClientRects());
    const [first, last] = [boxes[0], boxes[boxes.length - 1]];
    return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
  };
  const bring = () => find().startContainer.parentElement.scrollIntoView({ block: "center" });
  return new Promise((give, fail) => {
    const look = (before, rested) => {
      try {
        const found = measure();
        const same = String(found) === String(before);
        if (same && rested === 2) {
          give(found);
          return;
        }
        if (!same) bring();
        const now = same ? found : measure();
        requestAnimationFrame(() => requestAnimationFrame(() => look(now, same ? rested + 1 : 0)));
      } catch (error) {
        fail(error);
      }
    };
    look(null, 0);
  });
}
"""
"""Where words stand once they rest in the middle of the window: the rows of a long page are laid out when
they come near, and move what stands below them."""

EDGES = """
([begin, end]) => {
  const text = document.getElementById("text");
  const place = (quote, last) => {
    const block = Array.from(text.querySelectorAll(".text")).find((one) => one.textContent.includes(quote));
    if (!block) throw new Error(`no block says: ${quote}`);
    const clusters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
    const letter = Array.from(clusters.segment(quote), (one) => one.segment).at(last ? -1 : 0);
    const unit = block.textContent.indexOf(quote) + (last ? quote.length - letter.length : 0);
    const range = document.createRange();
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const put = (at, behind) => {
      walker.currentNode = block;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (at < node.length || (behind && at === node.length)) return [node, at];
        at -= node.length;
      }
    };
    range.setStart(...put(unit, false));
    range.setEnd(...put(unit + letter.length, true));
    const box = range.getBoundingClientRect();
    const atRight = last !== (getComputedStyle(block).direction === "rtl");
    return [atRight ? box.right - 1 : box.left + 1, box.top + box.height / 2];
  };
  document.getElementById("text").scrollIntoView();
  return [place(begin, false), place(end, true)];
}
"""


@dataclass
class Reader:
    """Somebody with an article open."""

    page: Page

    def open(self, article: Article, query: str = "") -> None:
        """The desk of an article."""
        self.page.goto(f"/p/{article.project.slug}/articles/{article.pk}/{query}")
        self.ready()

    def ready(self) -> None:
        """The desk is open, and nothing waits to be saved."""
        expect(self.page.locator("#desk")).to_have_attribute("data-ready", "1")
        self.saved()

    def select(self, quote: str, *, alt: bool = False) -> None:
        """Drag over the words, from their first to their last letter."""
        left, top, right, bottom = self.page.evaluate(PLACE, quote)
        if alt:
            self.page.keyboard.down("Alt")
        self.page.mouse.move(left + 1, top)
        self.page.mouse.down()
        self.page.mouse.move(right - 1, bottom, steps=4)
        self.page.mouse.up()
        if alt:
            self.page.keyboard.up("Alt")
        self.page.wait_for_timeout(30)

    def drag(self, begin: str, end: str, *, backwards: bool = False, alt: bool = False) -> None:
        """Drag from the first letter of some words to the last letter of others, or the other way round."""
        points = self.edges(begin, end)
        if backwards:
            points.reverse()
        if alt:
            self.page.keyboard.down("Alt")
        self.page.mouse.move(*points[0])
        self.page.mouse.down()
        self.page.mouse.move(*points[1], steps=6)
        self.page.mouse.up()
        if alt:
            self.page.keyboard.up("Alt")
        self.page.wait_for_timeout(30)

    def edges(self, begin: str, end: str) -> list[tuple[float, float]]:
        """On the screen: just inside the first letter of some words, and just inside the last letter of others."""
        return [(x, y) for x, y in self.page.evaluate(EDGES, [begin, end])]

    def middle(self, quote: str) -> tuple[float, float]:
        """The middle of these words on the screen."""
        left, top, right, _bottom = self.page.evaluate(PLACE, quote)
        return (left + right) / 2, top

    def mark(self, quote: str, key: str) -> None:
        """Select words and press a label's key; wait until it is saved."""
        self.select(quote)
        self.page.keyboard.press(key)
        self.saved()

    def saved(self) -> None:
        """Everything is saved."""
        expect(self.page.locator("#saving")).to_have_text("saved")

    def click_on(self, quote: str) -> None:
        """A click into the middle of these words."""
        left, top, right, _bottom = self.page.evaluate(PLACE, quote)
        self.page.mouse.click((left + right) / 2, top)
        self.page.wait_for_timeout(30)

    @property
    def selected(self) -> str:
        """The words that are selected."""
        return str(self.page.evaluate("document.getSelection().toString()"))

    def lit(self) -> str:
        """The words of the span in focus."""
        return "".join(self.page.locator("#text mark.f").all_inner_texts())

    def said(self) -> str:
        """What was announced last."""
        return self.page.locator("#announce").inner_text()
