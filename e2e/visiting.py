"""Somebody at a plain HTTP client, for what a browser is too polite to do: at once, twice, while the server dies."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    status: int
    location: str = ""
    text: str = ""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any) -> None:
        return None


class Visitor:
    """Signed in by password. `address` may be changed to that of another server of the same installation."""

    def __init__(self, address: str, email: str, password: str) -> None:
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies), _Stay
        )
        self.opener.addheaders = [("Accept-Language", "en")]
        self.get("/-/sign-in/")
        answer = self.post("/-/sign-in/", login=email, password=password)
        assert answer.status == 302, answer.text[:2000]

    def get(self, path: str) -> Answer:
        return self._send(urllib.request.Request(self.address + path))

    def post(self, path: str, **values: Any) -> Answer:
        """Raises OSError if no answer came: whether it was done is then not known."""
        token = next((one.value for one in self.cookies if "csrf" in one.name), "")
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **values}).encode()
        request = urllib.request.Request(self.address + path, body)
        request.add_header("Referer", self.address + path)
        return self._send(request)

    def _send(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return Answer(answer.status, text=answer.read().decode(errors="replace"))
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            return Answer(error.code, error.headers.get("Location", ""), text)
