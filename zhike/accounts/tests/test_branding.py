"""What clients recognise the firm by: its logo, its greeting, its own domain."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from zhike.accounts import actions, logos
from zhike.accounts.models import Organisation
from zhike.accounts.queries import letterhead, logo_address, logo_of
from zhike.core.errors import Denied, Invalid
from zhike.core.mail import compose
from zhike.core.scope import organisation

pytestmark = pytest.mark.django_db
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60"><script>alert(1)</script>
<rect width="200" height="60" fill="#113366"/></svg>"""


def picture(form="PNG", size=(900, 300), **more):
    written = io.BytesIO()
    Image.new("RGB", size, "#113366").save(written, form, **more)
    return written.getvalue()


def upload(content, name="logo.png"):
    return SimpleUploadedFile(name, content)


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(
    "content", [picture(), picture("JPEG"), picture("WEBP"), SVG], ids=["png", "jpeg", "webp", "svg"]
)
def test_a_logo_of_any_usual_kind_is_drawn_anew_as_png(inside, content):
    home = actions.change_logo(inside.actor("olga"), upload(content))
    for form in logos.FORMS:
        assert logo_of(home, form).startswith(b"\x89PNG")
        assert b"script" not in logo_of(home, form)
    with Image.open(io.BytesIO(logo_of(home))) as wide:
        assert wide.width <= 720
        assert wide.height <= 200
    with Image.open(io.BytesIO(logo_of(home, "icon-512"))) as icon:
        assert icon.size == (512, 512)


def test_where_a_photograph_was_taken_does_not_stay_in_the_logo(inside):
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    home = actions.change_logo(inside.actor("olga"), upload(picture("JPEG", exif=exif)))
    assert b"secret place" not in logo_of(home)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"GIF89a" + b"\0" * 40,
        b"\x89PNG\r\n\x1a\n broken",
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>',
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"x" * (2 * 1024 * 1024 + 1),
    ],
    ids=["page", "gif", "broken", "reads files", "entities", "too large"],
)
def test_what_is_no_harmless_picture_is_refused_and_changes_nothing(inside, content):
    with pytest.raises(Invalid) as refusal:
        actions.change_logo(inside.actor("olga"), upload(content))
    assert "logo" in refusal.value.errors
    assert not Organisation.objects.get(pk=inside.acme.pk).logo


def test_only_an_owner_chooses_the_logo(inside):
    with pytest.raises(Denied):
        actions.change_logo(inside.actor("mark"), upload(picture()))
    with pytest.raises(Denied):
        actions.remove_logo(inside.actor("cara"))


def test_the_logo_is_shown_to_anybody_with_its_address_and_goes_when_it_is_removed(world, as_):
    olga, stranger = as_("olga"), Client()
    assert olga.post("/acme/organisation/logo/", {"logo": upload(picture())}).status_code == 302
    home = Organisation.objects.get(pk=world.acme.pk)
    address = logo_address(home)
    shown = stranger.get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert "immutable" in shown["Cache-Control"]
    assert address in olga.get("/acme/organisation/").content.decode()
    assert stranger.get(address.replace("/acme/", "/globex/")).status_code == 404
    assert stranger.get(address.replace("wide", "original")).status_code == 404
    assert olga.post("/acme/organisation/logo/removal/").status_code == 302
    assert stranger.get(address).status_code == 404


def test_a_wrong_picture_is_told_on_the_form(world, as_):
    page = as_("olga").post("/acme/organisation/logo/", {"logo": upload(b"hello", "logo.txt")})
    assert page.status_code == 422
    assert "not a picture we can read" in page.content.decode()


def test_a_firm_without_a_logo_has_an_icon_in_its_colour(world):
    with organisation(world.acme.pk):
        address = logo_address(Organisation.objects.get(pk=world.acme.pk), "icon-192")
    assert Client().get(address).content.startswith(b"\x89PNG")
    assert Client().get("/-/logo/beige/icon-192.png").status_code == 404
    assert Client().get("/-/logo/pine/icon-9000.png").status_code == 404


def test_mails_are_written_on_the_firms_paper(inside):
    olga = inside.actor("olga")
    home = actions.change_logo(olga, upload(picture()))
    actions.change_organisation(olga, home, colour="plum", portal_name="Acme 客户中心")
    head = letterhead()
    assert (head.firm, head.colour) == ("Acme 客户中心", "plum")
    message = compose("a@example.com", "accounts/mail/unknown.txt", {"email": "a@example.com"})
    html = message.alternatives[0][0]
    assert 'src="cid:logo"' in html
    assert "#78325f" in html
    assert [part["Content-ID"] for part in message.attachments] == ["<logo>"]
    assert b"Content-ID: <logo>" in message.message().as_bytes()


def test_a_domain_must_be_one_this_installation_answers_to_and_is_one_firms_alone(inside, settings):
    settings.ALLOWED_HOSTS = ["testserver", "portal.acme.example"]
    olga, home = inside.actor("olga"), Organisation.objects.get(pk=inside.acme.pk)
    for wrong in ("not a host", "other.example", "http://x", "127.0.0.1", "-a.example"):
        with pytest.raises(Invalid):
            actions.change_organisation(olga, home, portal_domain=wrong)
    changed = actions.change_organisation(olga, home, portal_domain=" HTTPS://Portal.Acme.example/ ")
    assert changed.portal_domain == "portal.acme.example"
    with organisation(inside.globex.pk), pytest.raises(Invalid):
        actions.change_organisation(inside.actor("gus"), inside.globex, portal_domain="portal.acme.example")


def test_on_its_own_domain_the_front_door_is_the_portal_and_sign_in_wears_the_firms_face(world, as_, settings):
    settings.ALLOWED_HOSTS = ["testserver", "portal.acme.example"]
    Organisation.objects.filter(pk=world.acme.pk).update(portal_domain="portal.acme.example", colour="plum")
    there = {"HTTP_HOST": "portal.acme.example"}
    assert Client().get("/", **there)["Location"] == "/acme/portal/"
    page = Client().get("/-/sign-in/", **there).content.decode()
    assert 'data-brand="plum"' in page
    assert "Acme 软件" in page
    assert "Acme 软件" not in Client().get("/-/sign-in/").content.decode()
    assert as_("cara").get("/acme/portal/", **there).status_code == 200


def test_the_address_of_the_firm_leads_a_client_to_their_portal(world, as_):
    assert as_("cara").get("/acme/")["Location"] == "/acme/portal/"
    assert as_("mia").get("/acme/").status_code == 200
