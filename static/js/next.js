/* The next article, fetched before it is asked for. It is opened as a page like any other, so address, title, way back
   and scripts are the browser's affair; what took the time, the server's answer, is there already. */

const NEAR = 0.6; // of the blocks reached: about time to fetch it

/** The link under the text, where there is one. */
export class Next {
  constructor() {
    this.link = document.getElementById("next");
    for (const type of ["pointerenter", "focus"]) this.link?.addEventListener(type, () => this.fetch());
  }

  /** Fetch it once. The browser keeps it for the next five minutes, for one visit. */
  fetch() {
    if (!this.link || this.fetched) return;
    this.fetched = true;
    const hint = document.createElement("link");
    hint.rel = "prefetch";
    hint.href = this.link.href;
    document.head.append(hint);
  }

  /** So much of this article is reached. */
  reached(share) {
    if (share >= NEAR) this.fetch();
  }

  /** On to it; false where there is none. */
  go() {
    this.link?.click();
    return Boolean(this.link);
  }
}
