"""From a spreadsheet of wishes to a document two people of the client have signed on their phones, and signed again.

A firm of its own for each language; its staff sit at a desk, the client's two signatories hold phones. They have no
account: the mails are all they need.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from e2e.browsing import Person
from e2e.installation import Installation, install, remove
from e2e.post import Letter, letters_to, next_letter

PASSWORD = "correct horse battery"
COUNT = 25
FIRMS = """
from zhike.accounts.actions import found_organisation
from zhike.accounts.actors import actor_of
from zhike.accounts.models import Membership
from zhike.clients.actions import create_client, create_contact
from zhike.core.scope import organisation
from zhike.projects.actions import add_contact, create_project, open_portal
for language, code in (("zh", "zh-hans"), ("en", "en")):
    home, owner = found_organisation(
        name=f"知行软件 {language}", slug=language, owner_email=f"{language}@example.com", owner_name="欧阳兰",
        password="%s",
    )
    owner.language = home.language = code
    owner.save()
    home.save()
    with organisation(home.pk):
        boss = actor_of(Membership.objects.get(), owner)
        client = create_client(boss, name="华夏智造股份有限公司")
        project = create_project(boss, name="ERP 二期实施", client=client)
        for name, address in (("孙立国", "first"), ("卡拉", "second")):
            contact = create_contact(
                boss, client, name=name, email=f"{address}-{language}@client.example", language=code
            )
            add_contact(boss, project, contact, duty="sponsor", portal_role="signatory")
        open_portal(boss, project)
"""
HEADS = {"zh": ["标题", "描述", "为什么", "类型", "优先级", "验收标准"],
         "en": ["Title", "Description", "Why", "Kind", "Priority", "Acceptance criteria"]}  # fmt: skip


@dataclass
class Signatory:
    """Somebody of the client: one phone, one mailbox, nothing else."""

    person: Person
    address: str
    house: Installation
    read: int = 0
    pages: list[str] = field(default_factory=list)

    def next_letter(self) -> Letter:
        letter = next_letter(self.house, self.address, self.read)
        self.read = len(letters_to(self.house, self.address))
        return letter

    def follow(self, letter: Letter) -> None:
        """From the mail to the document: a link, one button."""
        page = self.person.page
        page.goto(letter.link)
        looked_at(self.person)
        page.locator("main form button[type=submit], main .form-foot button.primary").first.click()
        page.wait_for_url("**/portal/papers/**")

    def type_code(self, after: int) -> None:
        code = next_letter(self.house, self.address, after).code
        self.read = len(letters_to(self.house, self.address))
        self.person.page.locator("[name=code]").fill(code)
        self.person.page.locator(".form-foot button.primary").first.click()
        self.person.page.wait_for_url("**/signature/")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, migrated: Installation) -> Iterator[Installation]:
    installation = install(tmp_path_factory.mktemp("signing"), migrated)
    installation.python(FIRMS % PASSWORD)
    installation.start()
    yield installation
    remove(installation)


def test_what_was_asked_for_is_signed_by_two_and_signed_again_after_a_change(
    sit: Callable[..., Person], house: Installation, language: str, tmp_path: Path
) -> None:
    staff = sit(language, at=house)
    first, second = (
        Signatory(sit(language, at=house, screen="phone"), f"{name}-{language}@client.example", house)
        for name in ("first", "second")
    )
    staff.sign_in(f"{language}@example.com", PASSWORD)
    requirements_are_imported(staff)
    the_document_is_sent(staff)
    the_first_asks(first)
    the_question_is_answered(staff)
    the_first_approves_with_a_remark(first)
    the_second_signs(second)
    copy = the_signed_copy(second, tmp_path)
    it_is_genuine(staff, house, copy)
    an_item_is_edited_and_sent_again(staff)
    what_changed_is_shown(first)
    it_is_genuine(staff, house, copy)  # the first version, though there is a second now


def requirements_are_imported(staff: Person) -> None:
    page = staff.page
    staff.open(f"/{staff.language}/projects/1/requirements/imports/new/")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    file = {"name": "需求清单.xlsx", "mimeType": kind, "buffer": spreadsheet(staff.language)}
    page.locator("[name=file]").set_input_files(file)  # type: ignore[arg-type]
    looked_at(staff)
    page.locator("main .form-foot button.primary").click()
    page.locator("button[name=start]").wait_for()
    looked_at(staff)
    page.locator("button[name=start]").click()
    page.locator("main table.listing tbody tr").nth(20).wait_for(timeout=60_000)
    looked_at(staff)
    staff.open(f"/{staff.language}/projects/1/requirements/")
    expect(page.locator("main table.listing tbody tr")).to_have_count(COUNT)
    page.locator("main table.listing thead input[type=checkbox]").check()
    looked_at(staff)
    page.locator("button[name=bulk][value=propose]").click()
    page.wait_for_load_state("networkidle")


def the_document_is_sent(staff: Person) -> None:
    page = staff.page
    staff.open(f"/{staff.language}/projects/1/requirements/document/")
    expect(page.locator("main .paper-item, main [id^=item-]")).to_have_count(COUNT)
    looked_at(staff)
    staff.open(f"/{staff.language}/projects/1/requirements/document/signatures/")
    for place, name in enumerate(("孙立国", "卡拉"), 1):
        row = page.locator("fieldset .row", has_text=name)
        row.locator("[name=signers]").check()
        row.locator("[name^=place_]").fill(str(place))
    page.locator("[name=message]").fill(staff.says("请核对后签署。", "Please check and sign."))
    looked_at(staff)
    page.locator("main .form-foot button.primary").click()
    page.wait_for_url("**/requirements/document/")
    looked_at(staff)


def the_first_asks(first: Signatory) -> None:
    page, person = first.person.page, first.person
    first.follow(first.next_letter())
    looked_at(person)
    page.locator("main summary").first.click()
    page.locator("a[href*='/items/']").first.click()
    looked_at(person)
    page.locator("a[href*='/questions/new/']").first.click()
    page.locator("[name=text]").fill(
        person.says("并发量是按门店还是按账号计？", "Is the load per shop or per account?")
    )
    looked_at(person)
    page.locator(".form-foot button.primary").first.click()
    page.wait_for_url("**/items/**")  # back at the item, where the question now stands
    looked_at(person)


def the_question_is_answered(staff: Person) -> None:
    page = staff.page
    staff.open(f"/{staff.language}/questions/")
    looked_at(staff)
    page.locator("main table.listing tbody tr a").first.click()
    page.locator("[name=body]").first.fill(staff.says("按账号计，每店最多三个。", "Per account, at most three a shop."))
    looked_at(staff)
    page.locator("form[action$='/answer/'] .form-foot button.primary").click()
    page.wait_for_load_state("networkidle")
    looked_at(staff)


def the_first_approves_with_a_remark(first: Signatory) -> None:
    page, person = first.person.page, first.person
    person.open(f"/{person.language}/portal/questions/")
    page.locator("a[href*='/portal/questions/']", has_text=person.says("并发量", "load")).first.click()
    expect(page.get_by_text(person.says("每店最多三个", "at most three a shop")).first).to_be_visible()
    looked_at(person)
    page.goto(page.url.split("/portal/")[0] + "/portal/")
    looked_at(person)
    page.locator(".needs a").first.click()
    page.locator(".decide-bar a").click()
    page.locator("[name=decision][value=with_remarks]").check()
    page.locator("[name=remarks]").fill(person.says("上线前再确认一次并发量。", "Confirm the load before going live."))
    looked_at(person)
    before = len(letters_to(first.house, first.address))
    page.locator(".form-foot button.primary").first.click()
    page.wait_for_url("**/code/")
    looked_at(person)
    first.type_code(before)
    looked_at(person)


def the_second_signs(second: Signatory) -> None:
    page, person = second.person.page, second.person
    second.follow(second.next_letter())
    page.locator(".decide-bar a").click()
    page.locator("[name=decision][value=approved]").check()
    before = len(letters_to(second.house, second.address))
    page.locator(".form-foot button.primary").first.click()
    page.wait_for_url("**/code/")
    second.type_code(before)
    looked_at(person)


def the_signed_copy(second: Signatory, folder: Path) -> Path:
    """It is made by itself, soon after the last signature."""
    page = second.person.page
    link = page.locator("a[href$='/copy/']")
    for _attempt in range(60):
        if link.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    with page.expect_download() as download:
        link.first.click()
    file = folder / "copy.pdf"
    download.value.save_as(file)
    return file


def it_is_genuine(staff: Person, house: Installation, copy: Path) -> None:
    """On the page and in the terminal; and with one byte flipped it is not."""
    page, content = staff.page, copy.read_bytes()
    spoiled = copy.with_name("spoiled.pdf")
    at = content.index(b"stream") + 40
    spoiled.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    told = house.manage("verify_document", str(copy))
    assert "REQ-1" in told or "DOC-1" in told, told
    with pytest.raises(RuntimeError):
        house.manage("verify_document", str(spoiled))
    staff.expecting(422)
    for file, tone in ((copy, "good"), (spoiled, "bad")):
        staff.open("/-/verify/")
        page.locator("input[type=file]").set_input_files(file)
        page.locator("main button[type=submit]").first.click()
        page.locator(f"main .callout.{tone}").first.wait_for()
        looked_at(staff)


def an_item_is_edited_and_sent_again(staff: Person) -> None:
    page = staff.page
    staff.open(f"/{staff.language}/projects/1/requirements/1/edit/")
    old = staff.says("第 1 项", "wish 1")
    title = page.locator("[name=title]")
    title.fill(title.input_value().replace(old, staff.says("第一项", "wish one")))
    page.locator("main .form-foot button.primary").click()
    staff.open(f"/{staff.language}/projects/1/requirements/document/changes/")
    expect(page.locator("main del").first).to_be_visible()
    expect(page.locator("main ins").first).to_be_visible()
    looked_at(staff)
    staff.open(f"/{staff.language}/projects/1/requirements/document/signatures/")
    page.locator("fieldset .row", has_text="孙立国").locator("[name=signers]").check()
    page.locator("main .form-foot button.primary").click()
    page.wait_for_url("**/requirements/document/")


def what_changed_is_shown(first: Signatory) -> None:
    """The new request says what is new since the version that was signed."""
    page, person = first.person.page, first.person
    letters = letters_to(first.house, first.address)
    first.house.wait_until(lambda: len(letters_to(first.house, first.address)) > len(letters) - 1, "a mail")
    person.open(f"/{person.language}/portal/")
    page.locator(".needs a").first.click()
    assert re.search(r"/papers/\d+/2/", page.url), page.url
    page.locator("a[href='?changes']").click()
    expect(page.locator("main del").first).to_be_visible()
    looked_at(person)


def spreadsheet(language: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADS[language])
    for number in range(1, COUNT + 1):
        if language == "zh":
            sheet.append([f"扫码报工 第 {number} 项", "工人在产线旁用手机扫码报工。", "月底不再补录。", "功能", "必须",
                          "扫码到完成不超过 10 秒\n断网时可暂存"])  # fmt: skip
        else:
            sheet.append([f"Scan to report, wish {number}", "Workers report by scanning a code at the line.",
                          "Nothing is typed in again at month's end.", "Function", "Must",
                          "At most 10 seconds from scan to done\nWorks without network for an hour"])  # fmt: skip
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def looked_at(person: Person) -> None:
    person.loaded()
    person.axe_now()
    person.fits()
