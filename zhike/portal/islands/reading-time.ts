/**
 * Tells the server for how long a document lay open before its reader's eyes. Without it nothing is missing but that number.
 *
 *     <zhike-reading-time data-url="…" hidden><form>…csrf token…</form></zhike-reading-time>
 *
 * Only time in which the page is in sight counts, told when it goes out of sight and every minute.
 */
const EVERY = 60_000;

class ReadingTime extends HTMLElement {
  private since = performance.now();
  private seconds = 0;

  connectedCallback(): void {
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") {
        this.count();
        this.tell();
      } else this.since = performance.now();
    });
    window.setInterval(() => {
      if (document.visibilityState !== "visible") return;
      this.count();
      this.tell();
    }, EVERY);
  }

  private count(): void {
    this.seconds += (performance.now() - this.since) / 1000;
    this.since = performance.now();
  }

  private tell(): void {
    const whole = Math.round(this.seconds);
    const form = this.querySelector("form");
    if (whole < 1 || !form || !this.dataset.url) return;
    const body = new FormData(form);
    body.set("seconds", String(whole));
    if (navigator.sendBeacon(this.dataset.url, body)) this.seconds = 0;
  }
}

customElements.define("zhike-reading-time", ReadingTime);
