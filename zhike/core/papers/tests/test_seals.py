"""What we seal, others accept; what anybody changes, we find."""

import io
import random
import shutil
import subprocess
import sys
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhike.core.models import SealingKey
from zhike.core.papers import Unreadable, examine_pdf, keys, seal_pdf
from zhike.core.papers.examining import LARGEST, Key

ANY_FIXTURE = [HealthCheck.function_scoped_fixture]


def flipped(pdf: bytes, place: int, bit: int = 1) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ bit]) + pdf[place + 1 :]


def is_genuine(pdf: bytes) -> bool:
    try:
        return examine_pdf(pdf).is_genuine
    except Unreadable:
        return False


def test_a_sealed_document_is_genuine_and_says_what_it_is(sealed):
    found = examine_pdf(sealed)
    assert found.is_genuine
    assert (found.key, found.wrong) == (Key.CURRENT, ())
    assert found.title == "需求规格说明书 (DOC-7)"
    assert found.author == "乐测软件 <上海>"
    assert found.description == "陈静: approved\n/M (D:19700101000000Z)"
    assert (found.reason, found.name, found.location) == ("签署完成 (DOC-7) /M", "乐测软件", "https://zhike.example")
    assert found.signed_at
    assert found.signed_at.year >= 2026
    assert not found.is_time_stamped


def test_sealing_leaves_the_document_and_its_description_as_they_were(sealed, pdf):
    assert sealed.startswith(pdf)
    assert sealed.count(b"<?xpacket begin") == 1


@settings(max_examples=150, suppress_health_check=ANY_FIXTURE, deadline=None)
@given(st.data())
def test_one_flipped_bit_anywhere_is_found(sealed, data):
    place = data.draw(st.integers(0, len(sealed) - 1))
    assert not is_genuine(flipped(sealed, place, 1 << data.draw(st.integers(0, 7))))


def test_one_flipped_bit_in_the_seal_itself_is_found(sealed):
    start = sealed.rindex(b"/Contents <") + len(b"/Contents <")
    stop = sealed.index(b">", start)
    places = random.Random(7).sample(range(start, stop), 300)
    assert [place for place in places if is_genuine(flipped(sealed, place, 1))] == []
    assert not is_genuine(sealed[:start] + sealed[start:stop].lower() + sealed[stop:]), "also its spelling"


@pytest.mark.parametrize("more", [b"\n", b"\n%%EOF\n", b"1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"])
def test_what_is_appended_is_found(sealed, more):
    found = examine_pdf(sealed + more)
    assert (found.is_genuine, found.is_intact, found.is_whole, found.is_ours) == (False, True, False, True)
    assert found.title == "", "nothing is told of a file that is not genuine"
    assert found.wrong == ("Something was added to the file after it was signed.",)


def test_an_incremental_update_by_a_pdf_program_is_found(sealed):
    from pyhanko.pdf_utils.generic import pdf_name, pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    out, writer = io.BytesIO(), IncrementalPdfFileWriter(io.BytesIO(sealed))
    writer.root[pdf_name("/Changed")] = pdf_string("yes")
    writer.update_root()
    writer.write(out)
    assert not is_genuine(out.getvalue())


def test_a_seal_moved_to_another_document_is_found(sealed, key, template):
    from zhike.core.papers import typeset
    from zhike.core.papers.tests.conftest import DATA, MADE_AT

    other = seal_pdf(typeset(template, {**DATA, "lines": ["另一份"]}, made_at=MADE_AT), reason="x", name="y")

    def seal(pdf: bytes) -> slice:
        start = pdf.rindex(b"/Contents <")
        return slice(start, pdf.index(b">", start))

    mixed = other[: seal(other).start] + sealed[seal(sealed)] + other[seal(other).stop :]
    found = examine_pdf(mixed)
    assert (found.is_genuine, found.is_intact, found.is_ours) == (False, False, True)


def test_a_key_of_somebody_else_is_called_foreign(sealed):
    SealingKey.objects.all().delete()
    found = examine_pdf(sealed)
    assert (found.is_genuine, found.is_intact, found.is_whole, found.key) == (False, True, True, Key.FOREIGN)
    assert "127.0.0.1" in found.wrong[0]


def test_an_elliptic_curve_signature_of_somebody_else_can_be_checked_too(pdf, db):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    private = ec.generate_private_key(ec.SECP256R1())
    der = serialization.Encoding.DER
    foreign = keys.KeyPair(
        keys._certificate(private).public_bytes(der),
        private.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )
    assert x509.load_der_x509_certificate(foreign.certificate).signature_hash_algorithm.name == hashes.SHA256().name
    from zhike.core.papers.seals import _signed

    found = examine_pdf(_signed(pdf, foreign, None, "x", "y", ""))
    assert (found.is_intact, found.is_whole, found.key) == (True, True, Key.FOREIGN)


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils is not installed; bin/test installs it")
def test_poppler_accepts_the_signature_and_refuses_a_changed_file(sealed, tmp_path):
    def asked(content: bytes) -> str:
        file = tmp_path / "copy.pdf"
        file.write_bytes(content)
        return subprocess.run(["pdfsig", str(file)], capture_output=True, text=True).stdout

    told = asked(sealed)
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told
    assert "Signature is Valid" not in asked(flipped(sealed, 2000))


def test_pyhanko_accepts_the_signature_in_a_process_of_its_own(sealed, key, tmp_path):
    (tmp_path / "copy.pdf").write_bytes(sealed)
    (tmp_path / "changed.pdf").write_bytes(flipped(sealed, 2000))
    (tmp_path / "root.pem").write_text(key.certificate)
    ask = """
import sys
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
root = load_cert_from_pemder("root.pem")
for name in ("copy.pdf", "changed.pdf"):
    with open(name, "rb") as file:
        (seal,) = PdfFileReader(file).embedded_signatures
        told = validate_pdf_signature(seal, ValidationContext(trust_roots=[root], allow_fetching=False))
        print(told.bottom_line, told.intact, told.coverage.name, told.docmdp_ok)
"""
    done = subprocess.run([sys.executable, "-c", ask], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.splitlines()[0] == "True True ENTIRE_FILE True", done.stderr
    assert done.stdout.splitlines()[1].startswith("False False"), done.stderr


# --- files from strangers --------------------------------------------------------------------------------


def bombs() -> dict[str, bytes]:
    head = b"%PDF-1.7\n"
    stream = zlib.compress(bytes(5_000_000))
    cms = b"3082" + b"30800" * 20_000
    return {
        "nothing": b"",
        "a zip": b"PK\x03\x04" + bytes(1000),
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(1000),
        "html": b"<html>%PDF</html>",
        "only a head": head,
        "a head and an end": head + b"%%EOF",
        "cut off": head + b"1 0 obj <<",
        "thousands of tables": head + b"xref\n0 1\ntrailer <</Prev 9>>\nstartxref\n9\n%%EOF\n" * 20_000,
        "a compressed bomb": head + b"1 0 obj <</Filter/FlateDecode>> stream\n" + stream + b"endstream endobj %%EOF",
        "deep nesting": head + b"[" * 500_000 + b"%%EOF",
        "many ranges": head + b"/ByteRange [0 10 20 30] " * 50_000 + b"%%EOF",
        "a range beyond the end": head + b"/ByteRange [0 10 999999999 999999999] %%EOF",
        "a range of spaces": head + b"/ByteRange [" + b" " * 500_000 + b"%%EOF",
        "hexadecimal nonsense": head + b"/ByteRange [0 40 100047 6] <" + cms[:100_005] + b"> %%EOF",
        "deep ASN.1": head + b"/ByteRange [0 40 80042 6]".ljust(31) + b"<" + b"3080" * 20_000 + b">" + b" %%EOF",
        "noise": head + random.Random(1).randbytes(200_000) + b"%%EOF",
    }


@pytest.mark.parametrize("name", bombs())
def test_hostile_files_are_answered_quickly_and_never_as_genuine(name, db):
    import time

    content, began = bombs()[name], time.process_time()
    assert not is_genuine(content)
    assert time.process_time() - began < 2


def test_files_that_are_too_large_are_refused_before_anything_is_read(db):
    with pytest.raises(Unreadable, match="30 MB"):
        examine_pdf(b"%PDF-" + bytes(LARGEST))


def test_an_encrypted_file_is_refused_with_its_reason(db):
    with pytest.raises(Unreadable, match="password"):
        examine_pdf(b"%PDF-1.7\ntrailer <</Encrypt 5 0 R>>\n%%EOF")


@settings(max_examples=60, suppress_health_check=ANY_FIXTURE, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_in_the_place_of_the_seal_are_borne(sealed, junk):
    start = sealed.rindex(b"/Contents <") + len(b"/Contents <")
    assert not is_genuine(sealed[:start] + junk.hex().encode() + sealed[start + 2 * len(junk) :] + b" ")
