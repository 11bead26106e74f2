/* Work that waits a little, and is done once for all that asks for it until then. */

export class Later {
  constructor(work) {
    this.work = work;
    this.timer = null;
  }

  /** Do it after so many ms; what waited until now begins anew. */
  in(wait) {
    this.wait = wait;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      this.work();
    }, wait);
  }

  /** Whether it still waits. */
  get waits() {
    return this.timer !== null;
  }

  /** Where it waits, as long again. */
  again() {
    if (this.waits) this.in(this.wait);
  }
}
