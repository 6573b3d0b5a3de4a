"""The words printed on documents, in both languages at once.

Not in the translation catalogues: a document speaks its own languages, not its reader's, often both on one line, and
the same paper set again must be the same file, also after a translator has improved a page.
"""

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "contents": ("目录", "Contents"),
    "draft": ("草稿", "Draft"),
    "draft_edge": ("草稿：尚未定稿，不作为签署依据", "Draft: not final, not for signature"),
    "version": ("第 {version} 版", "Version {version}"),
    "project": ("项目", "Project"),
    "client": ("客户", "Client"),
    "firm": ("提供方", "Provided by"),
    "prepared_by": ("编制人", "Prepared by"),
    "date": ("日期", "Date"),
    "version_label": ("编号与版本", "Number and version"),
    # --- changes ---
    "changes": ("变更说明", "Changes"),
    "changes_between": ("第 {before} 版 → 第 {after} 版", "Version {before} → version {after}"),
    "changes_first": ("第一版，全部内容为新增", "First version: everything is new"),
    "added": ("新增", "Added"),
    "removed": ("删除", "Removed"),
    "changed": ("修改", "Changed"),
    "moved": ("移动", "Moved"),
    "same": ("未变", "Unchanged"),
    "came_from": ("原在", "Moved from"),
    "no_changes": ("两个版本的内容相同。", "The two versions say the same."),
    "unchanged_items": ("另有 {count} 条未变，不再列出。", "{count} more items are unchanged and not shown."),
    "facts": ("基本信息", "Facts"),
    "key": ("图例：", "Key:"),
    "key_removed": ("删去的文字", "words taken out"),
    "key_added": ("新增的文字", "words put in"),
    # --- certificate ---
    "certificate": ("签署证书", "Certificate of signature"),
    "summary": (
        "{approved} 人同意，共 {all} 人。签署的文件见前页，本证书是其组成部分。",
        "{approved} of {all} agreed. What they signed stands on the pages before; this certificate belongs to it.",
    ),
    "document": ("文件", "Document"),
    "requested_by": ("发起人", "Requested by"),
    "completed_at": ("完成时间", "Completed"),
    "manner": ("签署方式", "Manner"),
    "in_order": ("按顺序签署", "One after the other"),
    "parallel": ("同时签署", "In any order"),
    "itemised": ("逐条决定", "item by item"),
    "as_a_whole": ("整份决定", "as a whole"),
    "content_fingerprint": ("内容指纹", "Content SHA-256"),
    "file_fingerprint": ("所签文件指纹", "Signed file SHA-256"),
    "check_address": ("验证地址", "Check at"),
    "check_here": ("扫码验证", "Scan to check"),
    "signers": ("签署人", "Signers"),
    "order": ("第 {position} 位", "No. {position}"),
    "outcome_approved": ("同意", "Approved"),
    "outcome_approved_with_remarks": ("同意，附意见", "Approved with remarks"),
    "outcome_declined": ("拒绝", "Declined"),
    "outcome_delegated": ("已委托他人", "Delegated"),
    "outcome_waiting": ("未签署", "Not signed"),
    "outcome_revoked": ("已撤销", "Revoked"),
    "remark": ("意见", "Remark"),
    "reason": ("理由", "Reason"),
    "signed_at": ("签署时间", "Signed at"),
    "identified_by": ("身份核验", "Identified by"),
    "from_where": ("来源", "From"),
    "opened": ("首次打开", "First opened"),
    "reading": ("累计阅读", "Time spent reading"),
    "delegated_to": ("委托给", "Delegated to"),
    "delegated_by": ("受托于", "On behalf of"),
    "evidence": ("证据指纹", "Evidence SHA-256"),
    "revoked": ("已撤销", "Revoked"),
    "revoked_before": ("此前曾撤销，后重新签署", "Taken back before, then signed again"),
    "proof_mail_code": ("邮件验证码", "Code sent by mail"),
    "proof_totp": ("身份验证器动态码", "Code of an authenticator app"),
    "proof_passkey": ("通行密钥", "Passkey"),
    "to": ("{proof}（{where}）", "{proof} ({where})"),
    # --- trail ---
    "trail": ("过程记录", "What happened"),
    "when": ("时间", "When"),
    "what": ("事项", "What"),
    "who": ("人员", "Who"),
    "event_frozen": ("定稿", "Made final"),
    "event_requested": ("发起签署", "Signature requested"),
    "event_sent": ("发送通知", "Sent"),
    "event_reminded": ("提醒", "Reminded"),
    "event_opened": ("打开文件", "Opened"),
    "event_code_sent": ("发送验证码", "Code sent"),
    "event_signed": ("签署", "Signed"),
    "event_declined": ("拒绝签署", "Declined"),
    "event_delegated": ("委托他人", "Delegated"),
    "event_revoked": ("撤销签署", "Revoked"),
    "event_completed": ("全部完成", "Completed"),
    "what_it_proves": ("证明力说明", "What this proves"),
}

PROOF = {
    "zh-hans": (
        "本证书记录谁在何时、以何种方式核验身份后，对上列指纹所对应的内容作出了哪些意思表示。整份文件由出具系统的密钥签章"
        "（PAdES），改动任何一个字节都能被发现。\n"
        "按《中华人民共和国电子签名法》，当事人约定使用电子签名的，不得仅因采用电子形式而否定其效力（第三条）。各签署人未使用"
        "第三方电子认证机构（CA）签发的个人证书，因此不主张本签名当然构成该法第十三条所称的“可靠的电子签名”；其证明力由上述"
        "记录综合认定。就欧盟 eIDAS 条例而言，这是普通电子签名（第 25 条第 1 款），不是高级或合格电子签名。"
    ),
    "en": (
        "This certificate records who declared what about the content with the fingerprints above, when, and how they "
        "were identified. The whole file is sealed with the key of the system that issued it (PAdES): a change to any "
        "byte can be detected.\n"
        "Under the Electronic Signature Law of the PRC a signature that the parties agreed to use is not denied effect "
        "merely because it is electronic (art. 3). The signers hold no personal certificates of a third-party "
        "certification authority, so it is not claimed that these are “reliable electronic signatures” in the sense of "
        "art. 13; what they prove follows from the records above. Under the EU's eIDAS Regulation they are simple "
        "electronic signatures (art. 25(1)), neither advanced nor qualified."
    ),
}


def words(key: str, languages: list[str], **values: object) -> dict[str, str]:
    """A label in these languages."""
    both = dict(zip(("zh-hans", "en"), WORDS[key], strict=True))
    return {language: both[language].format(**values) for language in languages}


def every(languages: list[str]) -> dict[str, dict[str, str]]:
    """All labels that need no values."""
    return {key: words(key, languages) for key, (first, _second) in WORDS.items() if "{" not in first}
