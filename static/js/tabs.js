/* One stream for all tabs of a person's browser: one of them holds it and tells the others what it hears. */

import { Stream } from "./stream.js";

const ROLL_CALL = 120000;
const ANSWERS = 1000; // how long a tab in the background may take to answer

/** Follows one article in this tab. `hear` gets what `Stream` tells, of all articles that this browser follows. */
export class Tabs {
  constructor(person, article, door, hear) {
    Object.assign(this, { article, door, hear });
    this.name = `annotate:live:${person}`;
    this.said = new Map(); // what a tab that comes later must be told, too
    window.addEventListener("pagehide", () => this.stop());
    window.addEventListener("pageshow", (event) => event.persisted && this.start());
    window.addEventListener("online", () => this.wake());
    this.start();
  }

  start() {
    this.leaving = new AbortController();
    if (!navigator.locks || !window.BroadcastChannel) {
      this.lead(); // without a lock (a plain http address that is not this machine) every tab is by itself
      return;
    }
    this.channel = new BroadcastChannel(this.name);
    this.channel.addEventListener("message", ({ data }) => this.take(data));
    this.follow();
    navigator.locks.request(this.name, { signal: this.leaving.signal }, () => this.lead()).catch(() => {});
  }

  /** The page goes, perhaps to come back: whoever waits for the lock takes over. */
  stop() {
    this.leaving.abort();
    this.channel?.close();
    this.channel = null;
    this.stream?.close();
    this.stream = null;
    clearInterval(this.calling);
    this.done?.();
  }

  /** After sleep: the holder of the stream is asked to look whether it still runs. */
  wake() {
    this.stream?.wake();
    this.channel?.postMessage({ kind: "wake" });
    this.follow(); // a tab that was frozen did not answer the roll call
  }

  follow() {
    this.channel?.postMessage({ kind: "follow", article: this.article, door: this.door });
  }

  /** This tab holds the stream until it goes. */
  lead() {
    if (this.leaving.signal.aborted) return null;
    this.stream = new Stream((said) => this.tell(said));
    this.present = new Map([[this.article, this.door]]);
    this.call();
    this.calling = setInterval(() => this.call(), ROLL_CALL);
    return new Promise((done) => (this.done = done));
  }

  /** Who is there? What no tab has open any more is followed no longer. */
  call() {
    this.present = new Map([[this.article, this.door]]);
    this.channel?.postMessage({ kind: "call" });
    if (!this.stream.doors.size) this.stream.follow(this.present);
    else setTimeout(() => this.stream?.follow(this.present), ANSWERS);
  }

  tell(said) {
    if (said.kind === "live" || said.kind === "down") this.said.set("state", { ...said, missed: [] });
    if (said.kind === "tickets") this.said.set("tickets", said);
    if (said.kind === "here") this.said.set(said.article, said);
    this.channel?.postMessage(said);
    this.hear(said);
  }

  take(said) {
    if (said.kind === "call") this.follow();
    else if (said.kind === "wake") this.stream?.wake();
    else if (said.kind === "follow") this.admit(said);
    else this.hear(said);
  }

  /** A tab has come, or answers: the holder of the stream follows its article, too. */
  admit({ article, door }) {
    if (!this.stream) return;
    this.present.set(article, door);
    if (!this.stream.doors.has(article)) this.stream.follow(new Map([...this.stream.doors, [article, door]]));
    else for (const said of this.said.values()) this.channel.postMessage(said);
  }
}
