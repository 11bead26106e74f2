/* The next article, fetched before it is asked for. It is opened as a page like any other, so address, title, way back
   and scripts are the browser's affair; what took the time, the server's answer, is there already. The browser does it
   by the rules that the page's header names, where it can (Chromium), and keeps it for a few minutes, for one visit. */

const NEAR = 0.6; // of the blocks reached: about time to fetch it

/** The link under the text, where there is one. */
export class Next {
  constructor() {
    this.link = document.getElementById("next");
    for (const type of ["pointerenter", "focus"]) this.link?.addEventListener(type, () => this.reached(1));
  }

  /** So much of this article is reached. */
  reached(share) {
    if (share >= NEAR) this.link?.classList.add("near");
  }

  /** On to it; false where there is none. */
  go() {
    this.link?.click();
    return Boolean(this.link);
  }
}
