/** htmx as this house uses it: no code from attributes, and no failure that nobody sees. */
import htmx from "htmx.org";
import { toast } from "./islands/toasts";
import { word } from "./words";

function never(): never {
  throw new Error("Attributes hold addresses and selectors here, never code (see the Content-Security-Policy).");
}

// hx-on, js: values and trigger filters would need eval, which the policy forbids; refuse them before the browser does.
htmx.registerExtension("no-code", {
  init: (api: { initSecurity(policy: null, sync: unknown, async: unknown): void }) =>
    api.initSecurity(null, never, never),
});
document.addEventListener("htmx:before:on:init", (event) => event.preventDefault());

document.addEventListener("htmx:before:response", (event) => {
  const status = (event as CustomEvent).detail.ctx.response.status as number;
  if (status < 500) return;
  event.preventDefault();
  toast(word("failed"), "error");
});
// Two answers for one part: the first put another in its place, and without this the second would be thrown away unseen.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = (event as CustomEvent).detail as { ctx: { target?: Element | string } };
  const gone = ctx.target instanceof Element && !ctx.target.isConnected && ctx.target.id;
  if (gone) ctx.target = document.getElementById(gone) ?? ctx.target;
});
document.addEventListener("htmx:error", (event) => {
  const detail = (event as CustomEvent).detail as { ctx?: unknown };
  if (detail.ctx) toast(word(navigator.onLine ? "failed" : "offline"), "error");
});

export { htmx };
