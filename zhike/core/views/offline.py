"""Without a connection: one sentence instead of the browser's dinosaur, for portals on a phone's home screen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix
from django.views.decorators.http import require_GET

from zhike.core.doors import public

PAGE = "/-/offline/"
# Only pages are answered, and only when the network does not; only the offline page is ever kept. Whatever a client
# reads stays where it was read: nobody finds it on the phone after signing out.
WORKER = f"""
const KEPT = "zhike-offline-1";
self.addEventListener("install", (event) => {{
  event.waitUntil(caches.open(KEPT).then((kept) => kept.add(new Request("{PAGE}", {{ credentials: "omit" }}))));
  self.skipWaiting();
}});
self.addEventListener("activate", (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)))),
));
self.addEventListener("fetch", (event) => {{
  if (event.request.mode !== "navigate") return;
  event.respondWith(fetch(event.request).catch(() => caches.match("{PAGE}")));
}});
"""


@public
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What a phone keeps to show when there is no connection: no name, nothing of anybody."""
    return render(request, "core/offline.html")


@public
@require_GET
def offline_worker(request: HttpRequest) -> HttpResponse:
    """The script that shows it. It is the same for everybody; each portal registers it for its own addresses."""
    answer = HttpResponse(WORKER.strip(), content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = get_script_prefix()
    answer["Cache-Control"] = "no-cache"
    return answer
