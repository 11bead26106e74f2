/* After an article is settled: what became of each span, quietly in the text, in the margin, in the list and the panel. */

import { desk, pane } from "./parts.js";

/** Asks the server once, and names what came on every part of the page that shows a span, now and when it comes later. */
export class Outcomes {
  constructor() {
    const place = document.getElementById("outcomes");
    if (place?.dataset.url) this.load(place);
  }

  async load(place) {
    const answer = await fetch(place.dataset.url, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) return; // nothing to tell, or no network: the link stays
    const parsed = document.createElement("template");
    parsed.innerHTML = await answer.text();
    const fresh = parsed.content.getElementById("outcomes");
    if (!fresh) return;
    place.replaceWith(fresh);
    this.entries = new Map(Array.from(fresh.querySelectorAll("[data-outcome]"), (entry) => [entry.dataset.outcome, entry]));
    fresh.addEventListener("change", (event) => event.target.name === "became" && this.filter(event.target.value));
    new MutationObserver((changes) => changes.some(({ addedNodes }) => addedNodes.length) && this.tell()).observe(desk, {
      childList: true,
      subtree: true,
    });
    this.tell();
  }

  /** Name what became of each span that is shown. What is named already stays as it is. */
  tell() {
    for (const tag of desk.querySelectorAll(".tag[data-span]:not([data-became])")) {
      const entry = this.entries.get(tag.dataset.span);
      tag.dataset.became = entry?.dataset.became ?? "";
      if (entry) tag.append(" ", word(entry));
    }
    for (const mark of pane.querySelectorAll("mark[data-spans]:not([data-became])")) {
      const found = mark.dataset.spans.split(" ").map((id) => this.entries.get(id)?.dataset.became);
      mark.dataset.became = Array.from(new Set(found.filter(Boolean))).join(" ");
    }
    const panel = document.getElementById("span");
    const entry = this.entries.get(panel?.dataset.span);
    if (entry && !panel.querySelector(".became")) {
      panel.querySelector(".said").after(entry.querySelector(".became").cloneNode(true));
    }
  }

  /** Show only what became so; everything where nothing is named. */
  filter(became) {
    if (became) desk.dataset.became = became;
    else delete desk.dataset.became;
  }
}

function word(entry) {
  const said = document.createElement("em");
  said.textContent = entry.dataset.word.trim();
  return said;
}
