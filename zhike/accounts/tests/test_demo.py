import pytest
from django.test import Client

from zhike.accounts import demo
from zhike.accounts.models import Membership
from zhike.core.models import Job
from zhike.core.scope import organisation

pytestmark = pytest.mark.django_db


def test_the_demo_firm_has_somebody_in_every_staff_role_who_can_sign_in_and_nobody_is_mailed():
    home = demo.firm()
    with organisation(home.pk):
        assert set(Membership.objects.values_list("role", flat=True)) == {
            "owner",
            "manager",
            "member",
            "finance",
            "observer",
        }
    browser = Client()
    browser.post("/-/sign-in/", {"login": demo.STAFF[0].email, "password": demo.PASSWORD})
    assert browser.get("/")["Location"] == f"/{home.slug}/"
    assert not Job.objects.filter(name="zhike.core.mail.deliver").exists()
