/* The margin list of each block, set beside the lines where its spans start. Rows near the window only. */

const LINE = 24; // px: the least a target may be (WCAG 2.2)
const wide = window.matchMedia("(min-width: 68.01rem)");

/** Watches a pane; `place` anew after rows were swapped. */
export class Margin {
  constructor(pane) {
    this.pane = pane;
    this.near = new Set();
    this.seen = new IntersectionObserver((entries) => this.arrive(entries), { rootMargin: "600px 0px" });
    this.sized = new ResizeObserver(() => this.place(Array.from(this.near)));
    wide.addEventListener("change", () => this.place(Array.from(this.near)));
    document.fonts?.ready.then(() => this.place(Array.from(this.near)));
    this.watch(Array.from(pane.children));
  }

  watch(rows) {
    for (const row of rows) {
      this.seen.observe(row);
      if (row.querySelector(".tags")?.firstElementChild) this.sized.observe(row);
    }
    for (const row of this.near) if (!row.isConnected) this.near.delete(row);
  }

  arrive(entries) {
    const come = [];
    for (const entry of entries) {
      if (entry.isIntersecting) {
        this.near.add(entry.target);
        come.push(entry.target);
      } else {
        this.near.delete(entry.target);
      }
    }
    this.place(come);
  }

  /** One pass that reads, one that writes. */
  place(rows) {
    const read = [];
    for (const row of rows) {
      const list = row.querySelector(".tags");
      if (!list?.firstElementChild || !row.isConnected) continue;
      if (!wide.matches) {
        read.push({ list, tops: null });
        continue;
      }
      const base = list.getBoundingClientRect().top;
      const tops = [];
      let last = -Infinity;
      for (const item of list.children) {
        const start = parseInt(item.firstElementChild.dataset.extent, 10);
        const box = row.querySelector(`mark[data-start="${start}"]`)?.getClientRects()[0];
        last = Math.max(box ? box.top - base + 5 : 0, last + LINE);
        tops.push(last);
      }
      read.push({ list, tops });
    }
    for (const { list, tops } of read) {
      list.classList.toggle("placed", tops !== null);
      Array.from(list.children).forEach((item, at) => item.style.setProperty("top", tops ? `${tops[at]}px` : "auto"));
      list.style.setProperty("min-height", tops ? `${tops.at(-1) + LINE}px` : "0");
    }
  }
}
