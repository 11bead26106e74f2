/* How long the desk was in sight and in use: seconds with a sign of life in the last minute, reported now and then. */

const ALIVE = 60_000; // ms after the last key, movement or scroll that still count as reading
const REPORT = 60; // seconds between reports

/** Counts while the page is seen and used, and tells `address`. A report that gets lost is lost. */
export function countTime(address, headers) {
  let last = Date.now();
  let seconds = 0;
  const report = () => {
    if (!seconds) return;
    const body = new URLSearchParams({ seconds });
    seconds = 0;
    fetch(address, { method: "POST", body, headers: headers(), keepalive: true }).catch(() => {});
  };
  for (const type of ["keydown", "pointerdown", "pointermove", "wheel", "scroll"]) {
    document.addEventListener(type, () => (last = Date.now()), { passive: true, capture: true });
  }
  setInterval(() => {
    if (document.visibilityState === "visible" && Date.now() - last < ALIVE) seconds += 1;
    if (seconds >= REPORT) report();
  }, 1000);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && report());
  window.addEventListener("pagehide", report);
}
