"""Short ways to say something in tests."""

from datetime import date
from typing import Any

from zhike.core.reporting import DONE, Doubt, Evidence, Fact
from zhike.reports.models import Paragraph, Report, Variant


def fact(key: str, words: str, **more: Any) -> Fact:
    proof = Evidence("Minutes of Monday", "/acme/files/", date(2026, 11, 23))
    return Fact(more.pop("topic", DONE), key, words, is_shared=more.pop("is_shared", True), evidence=(proof,), **more)


def doubt(key: str, words: str, badness: int = 2, **more: Any) -> Doubt:
    return Doubt(key, words, badness, (Evidence("The plan of today"),), is_shared=more.pop("is_shared", True))


def variant_of(report: Report, depth: str = "usual", audience: str = "client") -> Variant:
    return Variant.objects.select_related("report__project", "report__plan").get(
        report=report, depth=depth, audience=audience
    )


def sentence(variant: Variant, key: str) -> Paragraph:
    return Paragraph.objects.select_related("variant__report__project", "variant__report__plan").get(
        variant=variant, fact=key
    )
