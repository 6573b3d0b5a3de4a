"""One key is in use; what older ones sealed stays genuine; the private part is readable with the secret key alone."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from zhike.core.errors import Conflict
from zhike.core.examination import papers as looks
from zhike.core.models import SealingKey
from zhike.core.papers import Examination, examine_pdf, keys, seal_pdf
from zhike.core.papers.examining import Key


def examined(pdf: bytes) -> Examination:
    return examine_pdf(pdf)


@pytest.mark.django_db(transaction=True)
def test_two_who_need_the_first_key_at_once_get_the_same():
    made, barrier = [], threading.Barrier(3)

    def ask() -> None:
        barrier.wait()
        try:
            made.append(keys.key_in_use().certificate)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 3
    assert len(set(made)) == 1
    assert SealingKey.objects.filter(retired_at=None).count() == 1


def test_the_private_key_is_not_readable_in_the_database(key):
    assert "PRIVATE KEY" not in key.private_key
    assert "BEGIN CERTIFICATE" in key.certificate


def test_after_rotation_old_documents_stay_genuine_and_new_ones_carry_the_new_key(key, sealed, pdf):
    new = keys.rotate()
    old = SealingKey.objects.get(pk=key.pk)
    assert old.retired_at
    assert old.private_key == "", "a retired key seals nothing more"
    assert examined(sealed).is_genuine
    assert examined(sealed).key is Key.RETIRED
    fresh = examined(seal_pdf(pdf, reason="x", name="y"))
    assert (fresh.key, fresh.certificate_sha256) == (Key.CURRENT, new.fingerprint)


def test_an_expired_key_is_replaced_by_itself(key, pdf):
    SealingKey.objects.update(valid_until=timezone.now() - timedelta(days=1))
    assert examined(seal_pdf(pdf, reason="x", name="y")).certificate_sha256 != key.fingerprint
    assert SealingKey.objects.filter(retired_at=None).count() == 1


def test_another_secret_key_cannot_seal_and_says_what_to_do(key, pdf, settings):
    settings.SECRET_KEY = "another one than before, and long enough to be one"
    with pytest.raises(Conflict, match="rotate_sealing_key"):
        seal_pdf(pdf, reason="x", name="y")


def told(look) -> tuple[str, str]:
    (finding,) = look()
    return finding.health, finding.words


def test_the_doctor_tells_of_the_key(db, settings):
    assert told(looks.sealing_key)[0] == "well"
    row = keys.rotate()
    assert row.fingerprint[:16] in told(looks.sealing_key)[1]
    SealingKey.objects.update(valid_until=timezone.now() + timedelta(days=30))
    assert told(looks.sealing_key)[0] == "hint"
    settings.SECRET_KEY = "another one than before, and long enough to be one"
    assert told(looks.sealing_key)[0] == "ill"


def test_the_doctor_tells_the_truth_about_the_font(monkeypatch):
    assert told(looks.chinese_font) == ("well", "Documents are set in Noto Sans SC, which comes with Zhike.")
    monkeypatch.setattr(looks.typefaces, "are_here", lambda: False)
    monkeypatch.setattr(looks, "_fonts_of_the_machine", lambda: ["Noto Serif CJK SC"])
    assert told(looks.chinese_font)[0] == "hint"
    monkeypatch.setattr(looks, "_fonts_of_the_machine", list)
    assert told(looks.chinese_font)[0] == "ill"


def test_the_doctor_hints_that_nobody_states_the_time():
    assert told(looks.time_stamps)[0] == "hint"
