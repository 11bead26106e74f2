/* A thin column beside the text: where spans lie, a column a label, and which part is in the window. The outline says
   the same in words, so this is for eyes and pointers alone. */

import { pane, textTop } from "./parts.js";
import { bring } from "./sight.js";

const COLUMNS = 6; // side by side; a seventh label shares the first one's
const WIDTH = 4; // px of a column
const LEAST = 2; // px of a short span
const LATER = 150; // ms after rows came

/** Painted anew when spans, window, place or colours change. */
export class Minimap {
  constructor({ place }) {
    this.place = place;
    this.canvas = document.getElementById("minimap");
    this.spans = document.createElement("canvas"); // they change seldom; the window's frame moves with every scroll
    this.canvas.addEventListener("pointerdown", (event) => this.point(event));
    this.canvas.addEventListener("pointermove", (event) => event.buttons && this.point(event));
    pane.addEventListener("rows", () => this.later());
    new ResizeObserver(() => this.later()).observe(this.canvas);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.paint());
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.paint(), LATER);
  }

  get length() {
    return Number(pane.lastElementChild?.querySelector(".text").dataset.end ?? 0);
  }

  /** All spans, then the frame. */
  paint() {
    const { clientWidth, clientHeight } = this.canvas;
    const { length } = this;
    if (!clientWidth || !length) return;
    const scale = window.devicePixelRatio;
    for (const canvas of [this.canvas, this.spans]) {
      canvas.width = clientWidth * scale;
      canvas.height = clientHeight * scale;
    }
    const context = this.spans.getContext("2d");
    context.scale(scale, scale);
    const styles = getComputedStyle(document.documentElement);
    this.frame = styles.getPropertyValue("--paper-3");
    const columns = new Map(); // by label: its place, its colour
    for (const tag of pane.querySelectorAll(".tag")) {
      const label = tag.firstElementChild.className.slice(1);
      if (!columns.has(label)) columns.set(label, [columns.size % COLUMNS, styles.getPropertyValue(`--c${label}`)]);
      const [column, color] = columns.get(label);
      context.fillStyle = color;
      for (const range of tag.dataset.extent.split(",")) {
        const [start, end] = range.split("-").map((point) => (Number(point) / length) * clientHeight);
        context.fillRect(2 + column * WIDTH, start, WIDTH - 1, Math.max(LEAST, end - start));
      }
    }
    this.move();
  }

  /** The frame of what is in the window. */
  move() {
    const { clientWidth, clientHeight, width, height } = this.canvas;
    if (!clientWidth || !this.spans.width || !this.length) return;
    const context = this.canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    const scale = window.devicePixelRatio;
    const [top, bottom] = [this.pointAt(textTop()), this.pointAt(window.innerHeight)];
    context.fillStyle = this.frame;
    const from = (top / this.length) * height;
    context.fillRect(0, from, width, Math.max(6 * scale, ((bottom - top) / this.length) * height));
    context.drawImage(this.spans, 0, 0);
  }

  /** The code point that stands at a height of the window, to within a line. */
  pointAt(height) {
    const row = pane.children[this.place.rowBelow(height)];
    const box = row.getBoundingClientRect();
    const { start, end } = row.querySelector(".text").dataset;
    const share = Math.min(1, Math.max(0, (height - box.top) / box.height));
    return Number(start) + share * (Number(end) - Number(start));
  }

  /** To where somebody points. */
  point(event) {
    const box = this.canvas.getBoundingClientRect();
    const wanted = ((event.clientY - box.top) / box.height) * this.length;
    const texts = Array.from(pane.querySelectorAll(".text"));
    const text = texts.findLast((one) => Number(one.dataset.start) <= wanted) ?? texts[0];
    const share = (wanted - text.dataset.start) / (text.dataset.end - text.dataset.start);
    bring(text, ({ height }) => window.innerHeight / 2 - share * height);
  }
}
