/* One stream of events from the server: opened with tickets, renewed before they are over, opened again when it is lost.
   Events carry no rows, only that something is new: docs/live.md. */

const SILENCE = 50000; // the server says something every 20 seconds
const CONNECTING = 10000;
const RETRY = [500, 1000, 2000, 4000, 8000, 15000, 30000];
const RENEW = 0.7; // of a ticket's time
const MOST = 16; // articles of one stream

/** Follows articles, each known by the address of its door (which gives tickets), and tells what it hears:
    {kind: "live", articles, missed} the stream runs, and of which articles something may have been missed
    {kind: "down"} it does not, look for yourselves; {kind: "beat"} it still runs
    {kind: "news", article, revision} · {kind: "here", article, people, others} · {kind: "tickets", tickets} */
export class Stream {
  constructor(tell) {
    this.tell = tell;
    this.doors = new Map();
    this.last = "";
    this.failures = 0;
    this.heardAt = Date.now();
  }

  /** Follow these articles from now on: a map of their ids to their doors. */
  follow(doors) {
    const wanted = new Map(Array.from(doors).slice(-MOST));
    const same = wanted.size === this.doors.size && Array.from(wanted.keys()).every((article) => this.doors.has(article));
    this.doors = wanted;
    if (!same) this.open();
  }

  /** After sleep, or with the network back: do not wait for the next try, and believe no stream that was long silent. */
  wake() {
    if (this.failures || Date.now() - this.heardAt > SILENCE) this.open();
  }

  close() {
    clearTimeout(this.timer);
    this.control?.abort();
    this.control = null;
  }

  /** In the place of the stream there was, if any. */
  async open() {
    this.close();
    const control = new AbortController();
    this.control = control;
    try {
      await this.run(control);
    } catch {
      /* no network, no server, no ticket, too long a silence: all the same */
    }
    if (this.control === control) this.later();
  }

  later() {
    this.close();
    this.tell({ kind: "down" });
    const wait = RETRY[Math.min(this.failures, RETRY.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => this.open(), wait * (0.5 + Math.random() / 2));
  }

  async run(control) {
    this.watch(control, CONNECTING);
    const tickets = await this.tickets(control.signal);
    if (!tickets.length) throw new Error("there is nothing to follow");
    const query = new URLSearchParams(tickets.map(({ ticket }) => ["ticket", ticket]));
    if (this.last) query.set("after", this.last);
    const answer = await fetch(`${tickets[0].address}stream?${query}`, { signal: control.signal, cache: "no-store" });
    if (!answer.ok) throw new Error(`the stream answers ${answer.status}`);
    this.timer = setTimeout(() => this.open(), Math.min(...tickets.map(({ seconds }) => seconds)) * RENEW * 1000);
    for await (const event of events(answer.body)) {
      this.watch(control, SILENCE);
      this.take(event);
    }
  }

  async tickets(signal) {
    const asked = Array.from(this.doors, async ([article, door]) => {
      const answer = await fetch(door, { signal, headers: { "HX-Request": "true" }, cache: "no-store" });
      if (answer.status === 404 || answer.status === 403) return null; // no longer theirs to see
      if (!answer.ok) throw new Error(`the door answers ${answer.status}`);
      return { article, ...(await answer.json()) };
    });
    const tickets = (await Promise.all(asked)).filter(Boolean);
    this.tell({ kind: "tickets", tickets });
    return tickets;
  }

  watch(control, patience) {
    clearTimeout(this.watching);
    this.heardAt = Date.now();
    this.watching = setTimeout(() => control.abort(), patience);
  }

  take({ id, kind, data }) {
    if (id) this.last = id;
    if (kind === "hello") {
      this.failures = 0;
      this.tell({ kind: "live", articles: data.articles.map(String), missed: data.missed.map(String) });
    } else if (kind === "deaf") {
      this.tell({ kind: "down" });
    } else if (kind === "beat") {
      this.tell({ kind });
    } else {
      this.tell({ kind, ...data, article: String(data.article) });
    }
  }
}

/** The events of a body, as WHATWG's HTML, "Server-sent events", has them, of the kind that our server writes: one line
    of data. A comment is a beat. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const blocks = (rest + read.value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
      yield { id: fields.id, kind: fields.event ?? "beat", data: fields.data ? JSON.parse(fields.data) : {} };
    }
  }
}
