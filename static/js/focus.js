/* The span in focus: lit in the text and in the margin, shown in the panel, remembered in the address. */

import { Later } from "./later.js";
import { covered } from "./rails.js";
import { rowFrom } from "./selection.js";
import { bringIntoSight } from "./sight.js";
import { renewParts } from "./swap.js";

const PARTS = ["#links", "#comments"]; // of a panel in which somebody is at work, what can be renewed around them
const REST = 300; // ms until the address tells a choice
const QUIET = 250; // ms until the panel shows what was chosen only because it was just made
const LEFT = `annotate:chosen:${location.pathname}`; // what was chosen when the page was left, and whether the address told it

/** One span at most is chosen. */
export class Focus {
  constructor(desk, pane, { onLight, onDim, onPanel }) {
    Object.assign(this, { desk, pane, onLight, onDim, onPanel });
    this.id = null;
    this.lit = [];
    this.panel = document.getElementById("span");
    this.blank = this.panel.cloneNode(true);
    this.loading = new Later(() => this.load());
    this.addressing = new Later(() => this.address());
    window.addEventListener("pagehide", () => {
      sessionStorage.setItem(LEFT, JSON.stringify({ id: this.id, told: !this.addressing.waits }));
    });
  }

  /** Choose a span by its id. `quietly`: without loading the panel at once; `among`: rows one of which has its margin line. */
  choose(id, { quietly = false, scroll = false, among = [] } = {}) {
    if (id) this.tag(id, among);
    if (id === this.id && !scroll) {
      this.light();
      return;
    }
    this.id = id;
    this.light();
    this.addressing.in(REST);
    if (!id) {
      document.getElementById("span").replaceWith(this.blank.cloneNode(true));
      this.stack([]);
      this.onLight();
      return;
    }
    if (scroll) {
      const mark = this.marks(id)[0];
      if (mark) bringIntoSight(mark);
    }
    this.loading.in(quietly ? QUIET : 0);
  }

  /** Something goes to the server: what the panel and the address still have to do waits as long again. */
  giveWay() {
    this.loading.again();
    this.addressing.again();
  }

  /** What is chosen, in the address. A new address makes the browser look through every link of the page, and a long
      page has thousands: so it waits until the choice rests. */
  address() {
    const address = new URL(location.href);
    if (this.id) address.searchParams.set("span", this.id);
    else address.searchParams.delete("span");
    history.replaceState(null, "", address);
  }

  /** The span that the page is opened at: the address's, or what was chosen right before it was left. A page loaded anew
      comes by the address that it had when that was asked for, whatever the address told until it was left. */
  opening() {
    const left = JSON.parse(sessionStorage.getItem(LEFT));
    sessionStorage.removeItem(LEFT);
    const came = performance.getEntriesByType("navigation")[0]?.type;
    if (left && (came === "reload" || (came === "back_forward" && !left.told))) return left.id;
    return new URL(location.href).searchParams.get("span");
  }

  /** The panel of the chosen span as the server has it. */
  async load() {
    const id = this.id;
    if (!id) return;
    const answer = await fetch(`${this.desk.dataset.url}spans/${id}/`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer || id !== this.id) return;
    if (answer.status === 404) {
      this.choose(null);
      return;
    }
    if (!answer.ok) return;
    const parsed = document.createElement("template");
    parsed.innerHTML = await answer.text();
    const fresh = parsed.content.getElementById("span");
    const shown = document.getElementById("span");
    if (!fresh || id !== this.id) return;
    if (this.saved?.id === id && Number(fresh.dataset.version) < this.saved.version) return void this.load();
    const same = shown.dataset.span === id;
    const older = Number(fresh.dataset.version) < Number(shown.dataset.version);
    if (same && older) return;
    if (same && shown.contains(document.activeElement)) renewParts(shown, fresh, PARTS);
    else shown.replaceWith(fresh);
    this.onPanel(document.getElementById("span"));
    this.onLight();
  }

  /** One's own change was saved: what is being typed in the panel builds on it. A change from elsewhere does not come
      this way, so the form keeps the version it was read at, and saving it tells of the clash. */
  moved(id, from, version) {
    this.saved = { id, version: Number(version) }; // a panel that was asked for before that is out of date when it comes
    const shown = document.getElementById("span");
    if (shown.dataset.span !== id || shown.dataset.version !== from) return;
    shown.dataset.version = version;
    for (const input of shown.querySelectorAll('input[name="version"]')) input.value = version;
  }

  /** The margin line of a span; null where it is not on the page. The one asked for last is at hand. A long page is
      looked through from its top, unless it is known to be `among` some rows. */
  tag(id, among = []) {
    if (!this.known?.isConnected || this.known.dataset.span !== id) {
      const line = `.tag[data-span="${id}"]`;
      this.known = among.map((row) => row.querySelector(line)).find(Boolean) ?? this.pane.querySelector(line);
    }
    return this.known;
  }

  /** The extent of a span as its margin line has it: [[start, end], …]; none where it is not on the page. */
  extent(id) {
    return this.tag(id)?.dataset.extent.split(",").map((pair) => pair.split("-").map(Number)) ?? [];
  }

  /** The chosen span where it is one's own: {id, version, extent}; else null. */
  own() {
    const tag = this.id && this.tag(this.id);
    return tag && "mine" in tag.dataset ? { id: this.id, version: tag.dataset.mine, extent: this.extent(this.id) } : null;
  }

  /** The rows on which a span lies, in order. */
  rows(id) {
    const ranges = this.extent(id);
    const found = [];
    const last = ranges.at(-1)?.[1] ?? 0;
    for (let row = ranges.length ? rowFrom(this.pane, ranges[0][0]) : null; row; row = row.nextElementSibling) {
      const { dataset } = row.firstElementChild;
      const [from, to] = [Number(dataset.start), Number(dataset.end)];
      if (from >= last) break;
      if (ranges.some(([start, end]) => start < to && end > from)) found.push(row);
    }
    return found;
  }

  /** The marked pieces of a span, in order. */
  marks(id) {
    const ranges = this.extent(id);
    const pieces = this.rows(id).flatMap((row) => Array.from(row.firstElementChild.querySelectorAll("mark")));
    const covers = (at) => ranges.some(([start, end]) => start <= at && at < end);
    return pieces.filter((mark) => covers(Number(mark.dataset.start)));
  }

  /** The words of a span, the chosen one unless said otherwise, shortened. */
  quote(id = this.id) {
    return this.marks(id).map((piece) => piece.textContent).join("").slice(0, 200);
  }

  /** The spans that lie at a code point, the shortest first. */
  at(point) {
    const found = [];
    for (const tag of this.pane.querySelectorAll(".tag")) {
      const ranges = tag.dataset.extent.split(",").map((pair) => pair.split("-").map(Number));
      if (!ranges.some(([start, end]) => start <= point && point < end)) continue;
      found.push({ id: tag.dataset.span, size: ranges.reduce((sum, [start, end]) => sum + end - start, 0) });
    }
    return found.sort((one, other) => one.size - other.size).map((span) => span.id);
  }

  /** Light what is chosen; again after a swap. */
  light() {
    this.dim();
    if (this.id) {
      const listed = document.getElementById("panes").querySelectorAll(`.tag[data-span="${this.id}"]`);
      const rails = this.rows(this.id).flatMap((row) => covered(row, this.id));
      this.lit = [...this.marks(this.id), ...rails, this.tag(this.id), ...listed].filter(Boolean);
      for (const part of this.lit) part.classList.add("f");
    }
    this.onLight();
  }

  /** No light on anything: what is on the page is as the server sent it, and can be held against what it sends now. */
  dim() {
    for (const part of this.lit) part.classList.remove("f");
    this.lit = [];
    this.onDim();
  }

  /** The spans that lie on one another where somebody clicked: each can be reached. */
  stack(ids) {
    document.getElementById("stack")?.remove();
    if (ids.length < 2) return;
    const list = document.createElement("ul");
    list.id = "stack";
    list.className = "stack";
    for (const id of ids) {
      const tag = this.pane.querySelector(`.tag[data-span="${id}"]`)?.cloneNode(true);
      if (!tag) continue;
      const item = document.createElement("li");
      item.append(tag);
      list.append(item);
    }
    document.getElementById("pane-span").prepend(list);
    this.light();
  }

  /** The spans of the pane in the order of the text, each once. */
  order() {
    return Array.from(this.pane.querySelectorAll(".tag"), (tag) => tag.dataset.span);
  }

  /** The next span, or the one before. From nowhere: the first one after code point `from`. */
  walk(step, from) {
    const tags = Array.from(this.pane.querySelectorAll(".tag"));
    if (!tags.length) return;
    let at = tags.findIndex((tag) => tag.dataset.span === this.id);
    if (at < 0) {
      const next = tags.findIndex((tag) => parseInt(tag.dataset.extent, 10) >= from);
      at = step > 0 ? (next < 0 ? 0 : next) : (next <= 0 ? tags.length : next) - 1;
    } else {
      at = (at + step + tags.length) % tags.length;
    }
    this.choose(tags[at].dataset.span, { scroll: true });
    return tags[at];
  }
}
