/* Who else has the article open, and at which row each of them reads. Seen, never announced. */

import { pane } from "./parts.js";
import { bringToTop } from "./sight.js";

const SAY_AGAIN = 30000; // the server forgets after 75 seconds
const LOOK = 2000;
const EYES = 0.4; // of the window's height: about where one reads

/** Says where this person is, and shows where the others are. */
export class Here {
  constructor(desk) {
    this.person = desk.dataset.person;
    this.bar = document.getElementById("here");
    this.people = [];
    this.saidAt = 0;
    new MutationObserver(() => this.showRows()).observe(pane, { childList: true });
    setInterval(() => this.say(), LOOK);
    document.addEventListener("visibilitychange", () => this.seen());
    window.addEventListener("pagehide", () => this.leave());
  }

  /** With this ticket the page may say so; none, or one of a project where nobody meets anybody: it does not. */
  admit(ticket) {
    this.ticket = ticket?.meets ? ticket : null;
    this.say();
  }

  seen() {
    if (document.visibilityState === "visible") this.say();
    else this.leave();
  }

  /** To the server, when the row is another than it was, and now and then. */
  say() {
    if (!this.ticket || document.visibilityState !== "visible") return;
    const row = this.row();
    if (row === this.said && Date.now() - this.saidAt < SAY_AGAIN) return;
    this.said = row;
    this.saidAt = Date.now();
    fetch(`${this.ticket.address}here`, { method: "POST", body: `${this.ticket.ticket}\n${row}` }).catch(() => {});
  }

  /** The server may be another one now. */
  sayAgain() {
    this.saidAt = 0;
    this.say();
  }

  leave() {
    if (this.ticket && this.saidAt) navigator.sendBeacon(`${this.ticket.address}here`, `${this.ticket.ticket}\nleft`);
    this.saidAt = 0;
  }

  /** The row of the words selected, else the one before the eyes; - where it is none. */
  row() {
    const selection = document.getSelection();
    const node = selection.rangeCount && !selection.isCollapsed ? selection.anchorNode : null;
    const at = node && pane.contains(node) ? node.parentElement : this.before();
    return at?.closest(".row")?.id.slice(1) ?? "-";
  }

  before() {
    const box = pane.getBoundingClientRect();
    return document.elementFromPoint(box.left + 8, window.innerHeight * EYES);
  }

  show(people, others) {
    this.people = people.filter(({ id }) => String(id) !== this.person);
    this.showBar(others);
    this.showRows();
  }

  showBar(others) {
    const shown = new Map(Array.from(this.bar.querySelectorAll("button"), (button) => [button.dataset.person, button]));
    for (const who of this.people) {
      const button = shown.get(String(who.id)) ?? this.button(who);
      button.dataset.row = who.row ?? "";
      shown.delete(String(who.id));
    }
    for (const button of shown.values()) button.remove();
    const more = this.bar.querySelector(".more-people");
    more.hidden = !others;
    more.textContent = `+${others}`;
    this.bar.hidden = !this.people.length && !others;
  }

  button(who) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.dataset.person = who.id;
    button.textContent = who.short;
    button.title = who.name;
    button.setAttribute("aria-label", `${who.name}: ${this.bar.dataset.go}`);
    button.addEventListener("click", () => {
      const row = document.getElementById(`r${button.dataset.row}`);
      if (row) bringToTop(row);
    });
    this.bar.querySelector(".more-people").before(button);
    return button;
  }

  showRows() {
    const rows = new Map();
    for (const { row, short } of this.people) {
      if (row !== null) rows.set(`r${row}`, [...(rows.get(`r${row}`) ?? []), short]);
    }
    for (const row of pane.querySelectorAll(".row[data-here]")) if (!rows.has(row.id)) delete row.dataset.here;
    for (const [id, who] of rows) {
      const row = document.getElementById(id);
      if (row && row.dataset.here !== who.join(" ")) row.dataset.here = who.join(" ");
    }
  }
}
