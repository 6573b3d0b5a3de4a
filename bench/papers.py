"""How long documents take: `python -m bench.papers`. Processor time for 1 to 500 items, beside an empty document."""

import os
import time
from datetime import UTC, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from zhike.signoff.certificate import Masthead  # noqa: E402
from zhike.signoff.content import Item, PaperContent, Part, Section, checked  # noqa: E402
from zhike.signoff.documents import paper_pdf  # noqa: E402

ZH, EN = "zh-hans", "en"
WHY = "员工在门店没有电脑，只有手机；记密码的人经常忘记，客服每天接到约 30 个重置密码的电话。"


def content(languages: tuple[str, ...], count: int) -> PaperContent:
    def text(zh: str, en: str) -> dict[str, str]:
        return {code: words for code, words in ((ZH, zh), (EN, en)) if code in languages}

    parts = [Part(text("为什么", "Why"), text(WHY, "People forget passwords, and the desk is called all day."))]
    items = [Item(f"k{at}", f"REQ-{at}", text(f"用手机号登录 {at}", f"Sign in {at}"), parts) for at in range(count)]
    title = text("需求规格说明书", "Requirements specification")
    return checked(PaperContent(title, languages, [], [Section("scope", text("范围", "Scope"), {}, items)]))


def seconds(languages: tuple[str, ...], count: int) -> float:
    made = content(languages, count)
    kind = {code: made.title[code] for code in languages}
    head = Masthead(
        "DOC-7", 2, kind, "知行软件", "华夏智造", "P-12", "王磊", datetime(2026, 11, 26, tzinfo=UTC),
        content_sha256=made.sha256(), colour="ink",
    )  # fmt: skip
    began = time.process_time()
    paper_pdf(made, head)
    return time.process_time() - began


def main() -> None:
    for languages in ((ZH,), (ZH, EN)):
        seconds(languages, 1)
        least = min(seconds(languages, 1) for _ in range(3))
        print(f"{' and '.join(languages)}: one item {least * 1000:.0f} ms")
        for count in (50, 500):
            took = min(seconds(languages, count) for _ in range(2))
            print(f"  {count:4} items {took * 1000:7.0f} ms  {took / least:5.1f} x one item")


if __name__ == "__main__":
    main()
