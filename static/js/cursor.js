/* Reading by keyboard: a cursor over sentences and words, which sets the real selection. Offsets are code points. */

/** Moves over `units` {sentences, words}, flat lists start, end, start, end, … */
export class Cursor {
  constructor(units) {
    this.units = units;
    this.anchor = null;
    this.head = null;
  }

  /** What is selected: [start, end), or null before the first move. */
  get extent() {
    if (this.anchor === null) return null;
    return [Math.min(this.anchor[0], this.head[0]), Math.max(this.anchor[1], this.head[1])];
  }

  /** Start from an extent that was selected in another way. */
  place(start, end) {
    this.anchor = this.head = [start, end];
  }

  /** Forget where one was. */
  clear() {
    this.anchor = this.head = null;
  }

  /** One unit on or back; with `extend` the anchor stays. */
  move(kind, step, extend) {
    const list = this.units[kind];
    const size = list.length / 2;
    if (!size) return this.extent;
    let next;
    if (this.head === null) {
      next = step > 0 ? 0 : size - 1;
    } else if (extend) {
      const at = this.unitAt(list, step > 0 ? this.head[1] - 1 : this.head[0]);
      const whole = at !== null && list[2 * at] === this.head[0] && list[2 * at + 1] === this.head[1];
      next = at === null ? this.beside(list, this.head, step) : whole || this.inside(list, at) ? at + step : at;
    } else {
      const [start, end] = this.extent;
      const at = this.unitAt(list, step > 0 ? end - 1 : start);
      const passed = at !== null && list[2 * at] >= start && list[2 * at + 1] <= end;
      next = at === null ? this.beside(list, [start, end], step) : passed || kind === "words" ? at + step : at;
    }
    next = Math.min(Math.max(next, 0), size - 1);
    this.head = [list[2 * next], list[2 * next + 1]];
    if (!extend || this.anchor === null) this.anchor = this.head;
    return this.extent;
  }

  /** The first or last unit that lies whole between `start` and `end`; null where none does. */
  edge(kind, { start, end }, last) {
    const list = this.units[kind];
    let found = null;
    for (let at = 0; at < list.length; at += 2) {
      if (list[at] < start || list[at + 1] > end) continue;
      found = [list[at], list[at + 1]];
      if (!last) break;
    }
    return found;
  }

  inside(list, at) {
    return list[2 * at] >= this.head[0] && list[2 * at + 1] <= this.head[1];
  }

  unitAt(list, point) {
    let low = 0;
    let high = list.length / 2 - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (list[2 * middle + 1] <= point) low = middle + 1;
      else if (list[2 * middle] > point) high = middle - 1;
      else return middle;
    }
    return null;
  }

  beside(list, [start, end], step) {
    if (step > 0) {
      for (let at = 0; 2 * at < list.length; at += 1) if (list[2 * at] >= end) return at;
      return list.length / 2 - 1;
    }
    for (let at = list.length / 2 - 1; at >= 0; at -= 1) if (list[2 * at + 1] <= start) return at;
    return 0;
  }
}
