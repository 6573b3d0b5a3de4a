"""Papers as A4 documents: every kind of content can be set, the same each time, quickly, and says what it must."""

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from zhike.core.papers.logos import logo_as_png
from zhike.signoff.certificate import (
    CertificateFacts,
    EventFacts,
    Happening,
    ItemDecision,
    Masthead,
    Outcome,
    Proof,
    SignerFacts,
)
from zhike.signoff.changes import difference
from zhike.signoff.content import Fact, Item, PaperContent, Part, Section, checked
from zhike.signoff.documents import difference_pdf, paper_pdf, signed_copy
from zhike.signoff.typesetting.labels import PROOF, WORDS
from zhike.signoff.typesetting.prepared import moment, paragraphs

ZH, EN = "zh-hans", "en"
AT = datetime(2026, 11, 26, 7, 34, 38, tzinfo=UTC)
WHY = "员工在门店没有电脑，只有手机；记密码的人经常忘记，客服每天接到约 30 个重置密码的电话。"
needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="poppler-utils is not installed; bin/test installs it"
)


def text(zh: str, en: str, languages) -> dict[str, str]:
    return {language: {ZH: zh, EN: en}[language] for language in languages}


def content(languages=(ZH, EN), items: int = 3, more: str = "") -> PaperContent:
    listed = [
        Item(
            f"k{number}", f"REQ-{number}", text(f"用手机号登录 {number}", f"Sign in {number}", languages),
            [Part(text("为什么", "Why", languages), text(f"{WHY}{more}", "People forget passwords.", languages)),
             Part(text("验收标准", "Acceptance", languages), 
                  text("1. 十秒内\n2. 五分钟内", "1. Ten seconds\n2. Five", languages))],
            [text("必须", "Must have", languages)],
        )
        for number in range(items)
    ]  # fmt: skip
    return checked(PaperContent(
        text("需求规格说明书", "Requirements", languages), languages,
        [Fact(text("项目经理", "Manager", languages), text("王磊", "Wang Lei", languages))],
        [Section("goals", text("目标", "Goals", languages),
                 text("三个月上线。\n- 一\n- 二", "In three months.", languages)),
         Section("scope", text("范围", "Scope", languages), {}, listed)],
    ))  # fmt: skip


def masthead(of: PaperContent, **more) -> Masthead:
    kind = text("需求规格说明书", "Requirements specification", of.languages)
    known = {"content_sha256": of.sha256(), "colour": "ink", **more}
    return Masthead("DOC-7", 2, kind, "乐测软件", "华美零售", "P-12 门店系统", "王磊", AT, **known)


def facts(of: PaperContent) -> CertificateFacts:
    signers = [
        SignerFacts(1, "陈静", "华美零售", "信息部经理", Outcome.APPROVED_WITH_REMARKS, "REQ-1 可放到第二阶段。",
                    "我已阅读并同意。", AT + timedelta(hours=2), [Proof.MAIL_CODE], "c@huamei.example", "203.0.113.24",
                    "Chrome 141, Android 15", [ItemDecision("REQ-1", Outcome.APPROVED, "好")], "9f" * 32,
                    opened_at=AT + timedelta(hours=1), reading_seconds=3754),
        SignerFacts(2, "周建国", "华美零售", "副总裁", Outcome.DELEGATED, "出差。", delegated_to="刘芳"),
        SignerFacts(3, "刘芳", "华美零售", "总监", Outcome.APPROVED, "", "我同意。", AT,
                    [Proof.APP_CODE, Proof.PASSKEY],
                    delegated_by="周建国", revoked_at=AT + timedelta(days=1), revocation="口径有误"),
        SignerFacts(4, "赵敏", "华美零售", "财务", Outcome.DECLINED, "预算不对"),
        SignerFacts(5, "钱五", "华美零售", "法务", Outcome.WAITING),
    ]  # fmt: skip
    events = [EventFacts(AT, what, "王磊", "x") for what in Happening]
    address = "https://zhike.example.com/-/verify/"
    return CertificateFacts(
        masthead(of), "5b" * 32, "王磊", AT, True, True, signers, events, address, AT + timedelta(days=1)
    )


def read(pdf: bytes, tmp_path) -> str:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    return squeezed(done.stdout)


def squeezed(words: str) -> str:
    """Without white space, of which a reader of PDF finds more or less; pages stay apart."""
    return re.sub(r"[^\S\f]", "", words)


@pytest.mark.parametrize("languages", [(ZH,), (EN,), (ZH, EN), (EN, ZH)])
@pytest.mark.parametrize("items", [0, 1, 30])
def test_a_paper_can_be_set_in_every_language(languages, items):
    made = content(languages, items)
    assert paper_pdf(made, masthead(made)) == paper_pdf(made, masthead(made))
    assert signed_copy(made, facts(made)).startswith(b"%PDF-")


@needs_poppler
def test_a_signed_copy_says_who_signed_what_when_and_how_they_were_known(tmp_path):
    made = content()
    told = read(signed_copy(made, facts(made)), tmp_path)
    for words in (
        "用手机号登录 1", "Sign in 1", "签署证书", "Certificate of signature", made.sha256(), "5b" * 32, "陈静",
        "信息部经理", "我已阅读并同意。", "REQ-1 可放到第二阶段。", "2026-11-26 17:34:38 UTC+08:00", "203.0.113.24",
        "Chrome 141, Android 15",
        "邮件验证码", "Passkey", "1:02:34", "9f" * 32, "口径有误", "预算不对", "出差。", "刘芳", "Not signed",
        "https://zhike.example.com/-/verify/", "电子签名法", "eIDAS",
    ):  # fmt: skip
        assert squeezed(words) in told, words


@needs_poppler
def test_every_page_carries_number_version_fingerprint_and_place(tmp_path):
    made = content((ZH,), 30)
    pages = read(paper_pdf(made, masthead(made)), tmp_path).strip("\f").split("\f")
    assert len(pages) > 4
    for number, page in enumerate(pages, 1):
        assert made.sha256() in page
        assert f"{number}/{len(pages)}" in page
        assert "DOC-7" in page
        assert "第2版" in page


@needs_poppler
def test_a_draft_says_that_it_is_one(tmp_path):
    made = content((ZH,))
    assert "草稿" in read(paper_pdf(made, masthead(made, content_sha256="")), tmp_path)
    assert "草稿" not in read(paper_pdf(made, masthead(made)), tmp_path)


@needs_poppler
def test_a_difference_shows_what_went_and_what_came(tmp_path):
    old, new = content((ZH,)), content((ZH,), 4, more="改为五分钟。")
    told = read(difference_pdf(difference(old, new), masthead(new), before=replace(masthead(old), version=1)), tmp_path)
    assert "第1版→第2版" in told
    assert "改为五分钟。" in told
    assert "新增" in told
    same = difference_pdf(difference(old, old), masthead(old), before=masthead(old))
    assert "两个版本的内容相同。" in read(same, tmp_path)
    assert "第一版" in read(difference_pdf(difference(None, new), masthead(new), before=None), tmp_path)


def test_hostile_words_are_only_words():
    nasty = '#panic("x") $a$ `b` *c* _d_ <e> @f \\ "] // /* {g} [h] #import "/etc/passwd"'
    made = content((ZH,))
    section = Section(
        "x", {ZH: nasty}, {ZH: nasty}, [Item("n", nasty, {ZH: nasty}, [Part({ZH: nasty}, {ZH: nasty})], [{ZH: nasty}])]
    )
    made = checked(replace(made, title={ZH: nasty}, sections=[section]))
    head = replace(masthead(made), firm=nasty, client=nasty, project=nasty, number=nasty)
    told = replace(facts(made), masthead=head, requested_by=nasty)
    assert signed_copy(made, told).startswith(b"%PDF-")


def test_very_long_texts_and_words_do_not_stop_a_document():
    long = "很" * 20_000
    word = "x" * 5_000
    section = Section(
        "x", {ZH: "章" * 300}, {ZH: word}, [Item("n", "REQ-1", {ZH: word[:500]}, [Part({ZH: "为什么"}, {ZH: long})])]
    )
    made = checked(PaperContent({ZH: "长" * 200}, [ZH], [], [section]))
    assert paper_pdf(made, masthead(made)).startswith(b"%PDF-")


@needs_poppler
@pytest.mark.parametrize("languages", [(ZH,), (ZH, EN)])
def test_five_hundred_items_are_all_on_paper(languages, tmp_path):
    """How long that takes is measured by `python -m bench.papers`."""
    made = content(languages, 500)
    words = read(paper_pdf(made, masthead(made)), tmp_path)
    for section in made.sections:
        for item in section.items:
            assert item.code in words, item.code


def test_a_logo_is_shown_if_it_is_a_picture_and_left_out_if_not():
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("CMYK", (3000, 900)).save(out, "JPEG")
    made = content((ZH,))
    assert logo_as_png(out.getvalue()).startswith(b"\x89PNG")
    assert logo_as_png(b"<svg>") is None
    with_logo = paper_pdf(made, masthead(made, logo=out.getvalue()))
    assert with_logo != paper_pdf(made, masthead(made, logo=b"nonsense")) == paper_pdf(made, masthead(made))


def test_times_say_where_they_are_meant():
    from zoneinfo import ZoneInfo

    assert moment(AT, ZoneInfo("Asia/Shanghai")) == "2026-11-26 15:34:38 UTC+08:00"
    assert moment(AT, ZoneInfo("Europe/Berlin"), short=True) == "2026-11-26 08:34:38 +01:00"


@pytest.mark.parametrize(
    ("line", "mark", "rest"),
    [
        ("- 甲", "•", "甲"), ("1. 甲", "1.", "甲"), ("2、乙", "2、", "乙"), ("（3）丙", "（3）", "丙"),
        ("一、丁", "一、", "丁"),
        ("3.5 倍", "", "3.5 倍"), ("2026-11-26 起", "", "2026-11-26 起"), ("-5 度", "", "-5 度"),
        ("普通一行", "", "普通一行"),
    ],
)  # fmt: skip
def test_lines_that_are_a_list_hang(line, mark, rest):
    assert paragraphs(line) == [{"mark": mark, "text": rest}]


def test_every_label_is_there_in_both_languages():
    assert all(zh and en and zh != en for zh, en in WORDS.values())
    assert set(PROOF) == {ZH, EN}
