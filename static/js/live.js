/* What others do, asked for by the page's tag: 304 while nothing is new. */

/** Calls `onRows` with HTML when something changed. Sleeps while the page is hidden or a save is under way. */
export class Live {
  constructor(desk, { busy, onRows }) {
    this.desk = desk;
    this.busy = busy;
    this.onRows = onRows;
    this.every = Number(desk.dataset.poll);
    this.wait = this.every;
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.ask());
    this.later();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), this.wait);
  }

  async ask() {
    if (document.visibilityState !== "visible" || this.busy()) return this.later();
    const since = document.getElementById("standing").dataset.tag;
    const query = new URLSearchParams(this.desk.dataset.lens);
    query.set("since", since);
    try {
      const answer = await fetch(`${this.desk.dataset.url}changes/?${query}`, { headers: { "HX-Request": "true" } });
      this.wait = answer.ok || answer.status === 304 ? this.every : Math.min(this.wait * 2, 60000);
      if (answer.ok && !this.busy()) this.onRows(await answer.text());
    } catch {
      this.wait = Math.min(this.wait * 2, 60000);
    }
    return this.later();
  }
}
