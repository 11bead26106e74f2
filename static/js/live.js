/* What others do, as soon as it is done: a stream says that something is new, the rows are asked for by the page's tag.
   Without a stream they are asked for every few seconds: 304 while nothing is new. */

import { Here } from "./here.js";
import { Tabs } from "./tabs.js";

const SELDOM = 60000; // beside a stream: for what no event tells, such as a codebook that was published
const BUSY = 150;
const SILENCE = 70000; // of the tab that holds the stream
const LONGEST = 60000;

/** Calls `onRows` with HTML when something changed. Sleeps while the page is hidden or a save is under way. */
export class Live {
  constructor(desk, { busy, onRows }) {
    Object.assign(this, { desk, busy, onRows });
    this.article = desk.dataset.article;
    this.every = Number(desk.dataset.poll);
    this.streams = false;
    this.lost = false; // whether the page is to be told everything
    this.wanted = 0; // the revision that is known to be there; Infinity: something that no revision counts
    this.failures = 0;
    this.asking = false;
    document.addEventListener("visibilitychange", () => this.wake());
    if (desk.dataset.live) {
      this.here = new Here(desk);
      this.tabs = new Tabs(desk.dataset.person, this.article, desk.dataset.live, (said) => this.hear(said));
    }
    this.later();
  }

  /** The revision that the page shows. */
  get revision() {
    return parseInt(document.getElementById("standing").dataset.tag, 10);
  }

  hear(said) {
    this.heardAt = Date.now();
    if (said.kind === "live") {
      const known = this.streams && !said.missed.includes(this.article);
      this.turn(said.articles.includes(this.article));
      if (this.streams && !known) {
        this.look(Infinity);
        this.here.sayAgain();
      }
    } else if (said.kind === "down") {
      this.turn(false);
    } else if (said.kind === "tickets") {
      this.here.admit(said.tickets.find(({ article }) => article === this.article));
    } else if (said.article === this.article) {
      if (said.kind === "here") this.here.show(said.people, said.others);
      else this.look(said.revision ?? Infinity);
    }
  }

  /** The stream runs, or it does not and the page asks by itself. */
  turn(streams) {
    if (streams === this.streams) return;
    this.streams = streams;
    this.desk.dataset.stream = streams ? "runs" : "";
    if (!streams) this.here.show([], 0);
    this.later();
  }

  /** Something is new. One's own, of which the answer is here already, is not. */
  look(revision) {
    this.wanted = Math.max(this.wanted, revision);
    if (this.wanted > this.revision) this.ask();
  }

  wake() {
    if (document.visibilityState !== "visible") return;
    this.tabs?.wake();
    this.failures = 0;
    this.ask();
  }

  later() {
    clearTimeout(this.timer);
    if (!this.failures && this.wanted > this.revision) {
      // The answer to a save of one's own may bring it meanwhile.
      this.timer = setTimeout(() => (this.wanted > this.revision ? this.ask() : this.later()), BUSY);
      return;
    }
    const wait = this.streams ? SELDOM : this.every;
    const patient = Math.min(this.every * 2 ** (this.failures - 1), LONGEST);
    this.timer = setTimeout(() => this.ask(), this.failures ? patient : wait);
  }

  async ask() {
    if (this.streams && Date.now() - this.heardAt > SILENCE) this.turn(false);
    if (this.asking) return; // what is wanted now is asked for when this one is answered
    if (document.visibilityState !== "visible" || this.busy()) {
      this.later();
      return;
    }
    clearTimeout(this.timer);
    const wanted = this.wanted;
    this.wanted = 0;
    this.asking = true;
    const anew = this.lost;
    const [done, html] = await this.fetch();
    this.asking = false;
    this.failures = done ? 0 : this.failures + 1;
    if (html && !this.busy()) {
      if (anew) this.lost = false;
      this.onRows(html);
    } else if (html || !done) this.wanted = Math.max(this.wanted, wanted, this.revision + 1);
    this.later();
  }

  /** What is here is not what the server takes it for: ask for everything. */
  askAnew() {
    this.lost = true;
    this.wanted = Infinity;
    this.ask();
  }

  /** Whether there was an answer, and the rows if any are new. */
  async fetch() {
    const query = new URLSearchParams(this.desk.dataset.lens);
    if (!this.lost) query.set("since", document.getElementById("standing").dataset.tag);
    try {
      const answer = await fetch(`${this.desk.dataset.url}changes/?${query}`, { headers: { "HX-Request": "true" } });
      return [answer.ok || answer.status === 304, answer.ok ? await answer.text() : null];
    } catch {
      return [false, null];
    }
  }
}
