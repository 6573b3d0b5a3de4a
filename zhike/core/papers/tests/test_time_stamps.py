"""A time-stamp server is asked where one is set, and missed without harm where it does not answer."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from zhike.core.examination import papers as looks
from zhike.core.papers import NoTimeStamp, examine_pdf, keys, seal_pdf
from zhike.core.papers.contents import CLOCKS_DIFFER


def _stamper(at):
    from asn1crypto import keys as asn1_keys
    from asn1crypto import x509
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from pyhanko.sign.timestamps import DummyTimeStamper

    private = rsa.generate_private_key(65537, 2048)
    der = serialization.Encoding.DER
    return DummyTimeStamper(
        tsa_cert=x509.Certificate.load(keys._certificate(private).public_bytes(der)),
        tsa_key=asn1_keys.PrivateKeyInfo.load(
            private.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        ),
        fixed_dt=at,
    )


@pytest.fixture
def server(settings):
    """A time-stamp server on this machine; its clock can be put wrong before it is asked."""

    class Answers(BaseHTTPRequestHandler):
        at = None
        says = b""

        def do_POST(self):
            from asn1crypto import tsp

            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            body = self.says or _stamper(self.at or timezone.now()).request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    http = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    settings.TIME_STAMP_SERVER = f"http://127.0.0.1:{http.server_port}/"
    yield Answers
    http.shutdown()
    http.server_close()


def test_a_stamp_tells_the_time_and_who_says_so(server, key, pdf):
    found = examine_pdf(seal_pdf(pdf, reason="x", name="y", must_be_stamped=True))
    assert found.is_genuine
    assert found.is_time_stamped
    assert abs(found.stamped_at - timezone.now()) < timedelta(minutes=1)
    assert found.stamped_by == "知客 Zhike · 127.0.0.1"
    assert next(iter(looks.time_stamps())).health == "well"


@pytest.mark.parametrize("body", [b"", b"no stamp at all"])
def test_a_server_that_does_not_answer_is_no_obstacle(server, key, pdf, settings, body):
    server.says = body
    if not body:
        settings.TIME_STAMP_SERVER = "http://127.0.0.1:9/"
    found = examine_pdf(seal_pdf(pdf, reason="x", name="y"))
    assert (found.is_genuine, found.is_time_stamped) == (True, False)
    with pytest.raises(NoTimeStamp):
        seal_pdf(pdf, reason="x", name="y", must_be_stamped=True)
    assert next(iter(looks.time_stamps())).health == "ill"


def test_a_server_whose_clock_is_wrong_is_not_believed(server, key, pdf):
    server.at = timezone.now() - 3 * CLOCKS_DIFFER
    assert not examine_pdf(seal_pdf(pdf, reason="x", name="y")).is_time_stamped


def test_a_stamp_exchanged_for_one_of_another_time_is_found(server, key, pdf):
    from zhike.core.papers.seals import _server, _signed

    server.at = timezone.now() - timedelta(days=400)
    found = examine_pdf(_signed(pdf, keys.key_in_use(), _server(), "x", "y", ""))
    assert (found.is_genuine, found.wrong) == (False, ("Its time stamp does not belong to it.",))
