/* What the server answers, put into the page: selection, light, margin and place of reading stay. */

import { announce, article, pane } from "./parts.js";
import { swapIn } from "./swap.js";

const SOON = 100; // ms until the panel shows what an answer changed, once for all answers until then

/** Takes answers to writes and rows from the stream alike; `dress` is given what came before it
    is put in, `onUnknown` is called where an answer builds on what is not here. */
export class Answers {
  constructor({ words, focus, margin, marks, panel, troubles, outbox, dress, onUnknown }) {
    Object.assign(this, { words, focus, margin, marks, panel, troubles, outbox, dress, onUnknown });
    this.dragging = false;
    this.held = [];
  }

  /** A write was done. */
  take(entry, html, { span, version }) {
    if (entry.article !== article) return;
    const from = entry.fields.find(([name]) => name === "version")?.[1];
    if (span && from) this.focus.moved(span, from, version);
    if (span && document.forms[span]) document.forms[span].elements.version.value = version;
    const standing = this.put(html, (made) => {
      this.marks.made = made;
      return !this.words.selected && this.outbox.waiting().length === 0;
    });
    if (standing) announce(standing.dataset.said);
  }

  /** A write was refused. */
  refuse(entry, html) {
    const standing = entry.article === article ? this.put(html) : null;
    this.troubles.add(entry, standing?.dataset.said || html.slice(0, 300));
    if (this.focus.id) this.focus.load();
  }

  /** Rows and standing parts into the page. Gives back the standing part. The span that was made, where one was, is
      chosen if `choosing(id)`. While somebody drags over the text its rows wait: pieces that are put into them take a
      growing selection with them. */
  put(html, choosing = () => false) {
    if (this.dragging) {
      this.held.push(html);
      const standing = swapIn(html, { except: ":not(#standing)" })[0];
      if (standing?.dataset.span) choosing(standing.dataset.span);
      return standing;
    }
    const [keep, field] = [this.words.selected, document.activeElement];
    const known = document.getElementById("standing").dataset.tag;
    const lens = document.querySelector("#standing > .lens");
    this.focus.dim();
    const put = swapIn(html, { dress: this.dress, onUnknown: this.onUnknown });
    const rows = Array.from(new Set(put.map((part) => part.closest(".row")))).filter(Boolean);
    if (lens) keepLens(lens);
    keepFocus(field);
    const standing = document.getElementById("standing");
    if (standing.dataset.span && choosing(standing.dataset.span)) this.focus.choose(standing.dataset.span, { quietly: true, among: rows });
    else this.focus.light();
    if (rows.length) this.words.light();
    this.margin.watch(rows);
    this.margin.place(rows); // after all that changes how something looks: the page is laid out to be measured
    if (keep && rows.length) this.words.select(keep.start, keep.end);
    this.outbox.tell();
    this.troubles.paint();
    if (rows.length) {
      this.panel.listAgain();
      pane.dispatchEvent(new Event("rows"));
    }
    if (standing.dataset.tag !== known && this.panel.shows(this.focus.id)) this.focus.loading.in(SOON);
    return standing;
  }

  /** Somebody begins to drag over the text, or lets go. */
  drag(begins) {
    this.dragging = begins;
    if (!begins) this.held.splice(0).forEach((html) => this.put(html));
  }
}

/** A filter that the answer left out stays as it is, open where it was opened, with the new count. */
function keepLens(lens) {
  const fresh = document.querySelector("#standing > .lens[data-stays]");
  if (!fresh || fresh === lens) return;
  lens.querySelector("summary").textContent = fresh.querySelector("summary").textContent;
  fresh.replaceWith(lens);
}

/** The focus goes back to what had it, or to what came in its place, or to the text: never to nowhere. */
function keepFocus(field) {
  for (const heir of [field.isConnected ? field : document.getElementById(field.id), pane]) {
    if (document.activeElement === field || document.activeElement !== document.body) return;
    heir?.focus({ preventScroll: true });
  }
}
