/* What is not saved yet: kept in the browser's storage until the server has answered, sent one at a time, in order.
   Every entry carries a client action id, so sending it again after a lost answer does nothing twice. */

const RETRY = [500, 1000, 2000, 4000, 8000, 15000];
const KEPT = 2000; // ms

/** A queue of writes of one person. `onChange` hears its state, `onAnswer` each answer, `onRefused` each refusal;
    `fieldsFor` gives what is to be sent with a write and is known only at that moment. */
export class Outbox {
  constructor(person, { fieldsFor = () => [], onChange, onAnswer, onRefused }) {
    this.key = `annotate:outbox:${person}`;
    this.lock = `annotate-outbox-${person}`;
    Object.assign(this, { fieldsFor, onChange, onAnswer, onRefused });
    this.memory = [];
    this.failures = 0;
    this.state = "idle";
    this.running = false;
    window.addEventListener("online", () => this.flush(true));
    window.addEventListener("storage", (event) => {
      if (event.key !== this.key) return;
      this.yield(); // another tab has something to send
      this.tell();
    });
    window.addEventListener("focus", () => this.state === "signed out" && this.flush(true));
  }

  /** What waits, oldest first. */
  waiting() {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "[]");
    } catch {
      return this.memory;
    }
  }

  /** Put a write behind the others: {url, fields: [[name, value], …], article, extent?, span?, said?}. A change of a span
      of which another change waits builds on that one: it takes the version which that one's answer will name. */
  put(write) {
    const waiting = this.waiting();
    const follows = Boolean(write.span) && waiting.some((other) => other.span === write.span);
    const entry = { id: crypto.randomUUID(), follows, ...write };
    this.keep([...waiting, entry]);
    this.flush();
    return entry;
  }

  /** Send what waits. `now`: without waiting for the next try. */
  async flush(now = false) {
    if (now) {
      clearTimeout(this.timer);
      this.failures = 0;
    }
    if (this.running) return;
    this.running = true;
    try {
      await this.alone(async () => {
        for (let entry = this.waiting()[0]; entry; entry = this.waiting()[0]) {
          if (!(await this.send(entry))) break;
        }
      });
    } finally {
      this.running = false;
      this.tell();
    }
  }

  /** With the lock that all tabs of this person share, so that there is one request in flight. It is kept for a while:
      to be given it takes longer than a frame, and the next mark is often near. */
  async alone(work) {
    if (!navigator.locks) return work();
    clearTimeout(this.keeping);
    if (!this.release) await this.acquire();
    try {
      await work();
    } finally {
      if (this.wanted) this.letGo();
      else this.keeping = setTimeout(() => this.letGo(), KEPT);
    }
  }

  /** Waits until this tab has the lock; `release` gives it back. */
  acquire() {
    return new Promise((given, refused) => {
      const keep = () => new Promise((release) => given((this.release = release)));
      navigator.locks.request(this.lock, keep).catch(refused);
    });
  }

  /** Another tab has something to send: the lock is its, at once or after what is on its way. */
  yield() {
    if (this.running) this.wanted = true;
    else this.letGo();
  }

  letGo() {
    clearTimeout(this.keeping);
    this.wanted = false;
    this.release?.();
    this.release = null;
  }

  /** One request; true where it was answered for good and the next may go. */
  async send(entry) {
    this.set("saving");
    const body = new URLSearchParams([...entry.fields, ...this.fieldsFor(entry)]);
    body.append("action", entry.id);
    let response;
    try {
      response = await fetch(entry.url, {
        method: "POST",
        body,
        headers: ourHeaders(),
        redirect: "manual",
        signal: AbortSignal.timeout(20000),
      });
    } catch {
      return this.later("offline");
    }
    if (response.status === 401 || response.type === "opaqueredirect") return this.later("signed out");
    if (response.status >= 500 || response.status === 429) return this.later("offline");
    const text = await response.text().catch(() => null);
    if (text === null) return this.later("offline");
    this.failures = 0;
    const [span, version] = (response.headers.get("Annotate-Span") ?? "").split(" ");
    const left = this.waiting().filter((other) => other.id !== entry.id);
    for (const other of left) {
      if (other.follows && other.span === span) {
        other.fields = other.fields.map(([name, value]) => [name, name === "version" ? version : value]);
      }
    }
    this.keep(left);
    if (response.ok) this.onAnswer(entry, text, { span, version });
    else this.onRefused(entry, text, response.status);
    return true;
  }

  later(state) {
    const wait = RETRY[Math.min(this.failures, RETRY.length - 1)];
    this.failures += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), wait);
    this.set(state);
    return false;
  }

  keep(entries) {
    this.memory = entries;
    try {
      localStorage.setItem(this.key, JSON.stringify(entries));
    } catch {
      /* storage is full or forbidden: this tab remembers, and warns before it is closed */
    }
    this.tell();
  }

  set(state) {
    this.state = state;
    this.tell();
  }

  tell() {
    const waiting = this.waiting();
    if (!waiting.length) this.state = "idle";
    this.onChange(this.state, waiting);
  }
}

/** What the server wants to see on a write from a page of ours. */
export function ourHeaders() {
  return { "HX-Request": "true", "X-CSRFToken": cookie("csrftoken") };
}

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}
