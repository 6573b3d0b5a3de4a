"""How soon a client's first visit is usable on a slow phone: `python -m bench.portal http://host LINK [PATH …]`.

LINK is the link of a mail. The network is slowed to 400 kbit/s with 400 ms a round trip (slow 3G), nothing is kept in
the browser. Prints bytes on the wire and seconds to the first paint and to the page being ready; asserts nothing.
"""

import sys
from typing import Any

from playwright.sync_api import sync_playwright

from e2e.browsing import EXECUTABLES, FLAGS

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
TIMES = """() => { const [visit] = performance.getEntriesByType('navigation');
const paint = performance.getEntriesByName('first-contentful-paint')[0];
return [paint ? paint.startTime : 0, visit.domContentLoadedEventEnd, visit.loadEventEnd]; }"""


def main(address: str, link: str, paths: list[str]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLES[0], args=FLAGS)
        context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True)
        page = context.new_page()
        page.goto(link)
        page.locator("main form button.primary").click()
        for path in paths:
            print(f"{path:50} {_visit(context, page, address + path)}")
        browser.close()


def _visit(context: Any, page: Any, address: str) -> str:
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", SLOW)
    seen: list[int] = []
    session.on("Network.loadingFinished", lambda event: seen.append(int(event["encodedDataLength"])))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    painted, ready, loaded = (one / 1000 for one in page.evaluate(TIMES))
    session.detach()
    return f"{sum(seen) / 1000:6.1f} kB  painted {painted:.2f} s  ready {ready:.2f} s  all {loaded:.2f} s"


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:] or ["/demo/portal/"])
