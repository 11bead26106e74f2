/* The margin list of each block, set beside the lines where its spans start. Rows near the window only. */

const LINE = 24; // px: the least a target may be (WCAG 2.2)
const wide = window.matchMedia("(min-width: 68.01rem)");

/** Watches a pane; `place` anew after rows were swapped. */
export class Margin {
  constructor(pane) {
    this.pane = pane;
    this.near = new Set();
    this.watched = new WeakSet(); // to observe a row again would be told as a new size of it
    this.placed = new WeakMap(); // by row, the size of its text as it was placed
    this.seen = new IntersectionObserver((entries) => this.arrive(entries), { rootMargin: "600px 0px" });
    this.sized = new ResizeObserver((entries) => {
      const rows = entries.map((entry) => entry.target).filter((row) => this.near.has(row));
      this.place(rows.filter((row) => this.placed.get(row) !== sizeOf(row))); // a longer margin moves no line
    });
    wide.addEventListener("change", () => this.place(Array.from(this.near)));
    document.fonts?.ready.then(() => this.place(Array.from(this.near)));
    this.watch(Array.from(pane.children));
  }

  watch(rows) {
    for (const row of rows) {
      this.seen.observe(row);
      if (!this.watched.has(row) && row.querySelector(".tags > li, .chunk")) {
        this.watched.add(row);
        this.sized.observe(row);
      }
      // Before anything is measured: a list that is placed only then is styled and laid out twice.
      for (const list of row.querySelectorAll(".tags")) list.classList.toggle("placed", wide.matches);
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

  /** One pass that reads, one that writes: the room above a line that stands lower than right below the one before. What
      follows moves with it, and needs no word of its own. */
  place(rows) {
    const measured = rows.filter((row) => row.isConnected).map(measure);
    for (const { row, size, margin, items, tops, rails } of measured) {
      this.placed.set(row, size);
      for (const list of margin.matches(".tags") ? [margin] : margin.children) list.classList.toggle("placed", tops !== null);
      items.forEach((item, at) => {
        const room = tops ? tops[at] - (at ? tops[at - 1] + LINE : 0) : 0;
        if (room) item.style.setProperty("margin-top", `${room}px`);
        else item.style.removeProperty("margin-top");
      });
      for (const { rail, top, height } of rails) {
        rail.style.setProperty("top", `${top}px`);
        rail.style.setProperty("height", `${height}px`);
      }
    }
  }
}

/** Where the lines of a row's margin belong, and the rails of its chunks. `tops` is null where the margin is a plain list. */
function measure(row) {
  const margin = row.querySelector(".margin, .tags");
  const items = Array.from(margin.querySelectorAll("li"));
  const rails = Array.from(row.querySelectorAll(".chunk"), (chunk) => railOf(row, chunk));
  const size = sizeOf(row);
  if (!wide.matches) return { row, size, margin, items, tops: null, rails };
  const base = margin.getBoundingClientRect().top;
  const marks = new Map(Array.from(row.querySelectorAll("mark"), (mark) => [Number(mark.dataset.start), mark]));
  let last = -Infinity;
  const tops = items.map((item) => {
    const mark = marks.get(parseInt(item.firstElementChild.dataset.extent, 10));
    last = Math.max(mark ? mark.getBoundingClientRect().top - base + 5 : 0, last + LINE);
    return last;
  });
  return { row, size, margin, items, tops, rails };
}

function sizeOf(row) {
  const { width, height } = row.firstElementChild.getBoundingClientRect();
  return `${width} ${height}`;
}

function railOf(row, chunk) {
  const box = chunk.getBoundingClientRect();
  const rail = document.getElementById(chunk.id.replace("r", "c"));
  return { rail, top: box.top - row.getBoundingClientRect().top, height: box.height };
}
