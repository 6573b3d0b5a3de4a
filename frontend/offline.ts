/**
 * Installs the worker that says in words that there is no connection, for pages that can be put on a phone's home screen
 * (those that link a manifest). It keeps that one sentence and nothing of the client's.
 */
const page = document.querySelector("link[rel='manifest']");

// WeChat's browser and pages over plain http have no service workers; nothing is missing without.
if (page && "serviceWorker" in navigator) {
  const scope = new URL(".", (page as HTMLLinkElement).href).pathname;
  navigator.serviceWorker.register("/-/offline-worker.js", { scope }).catch(() => undefined);
}
