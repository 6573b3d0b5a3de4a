"""Mail addresses as people type them, brought to one form for storing and comparing.

The syntax is the everyday subset of RFC 5322 (dot-atom @ domain) with the lengths of RFC 5321, 4.5.3.1.
"""

import re
import unicodedata

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DISPLAY_NAME = re.compile(r"^[^<>]*<([^<>]+)>$")
_LOCAL = re.compile(r"[^\s@\"(),:;<>\[\]\\\x00-\x1f]+")
_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_STOPS = str.maketrans({"。": ".", "｡": ".", "＠": "@"})
_AROUND = " \t\r\n'\"“”‘’,，;；、.。<>《》"

_PUBLIC = """
qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com vip.126.com yeah.net 188.com netease.com
sina.com sina.cn vip.sina.com sina.com.cn sohu.com vip.sohu.com sogou.com tom.com vip.tom.com 21cn.com
139.com 189.cn wo.cn wo.com.cn aliyun.com 263.net 263.net.cn x263.net chinaren.com eyou.com 2980.com 88.com
111.com citiz.net hainan.net online.sh.cn public.bta.net.cn
gmail.com googlemail.com outlook.com outlook.cn hotmail.com hotmail.co.uk hotmail.fr live.com live.cn
live.co.uk msn.com passport.com yahoo.com yahoo.cn yahoo.com.cn yahoo.com.hk yahoo.com.tw yahoo.com.sg
yahoo.co.jp yahoo.co.uk yahoo.fr yahoo.de ymail.com rocketmail.com icloud.com me.com mac.com aol.com
proton.me protonmail.com pm.me tutanota.com tuta.io zoho.com zohomail.com gmx.com gmx.net gmx.de web.de
t-online.de freenet.de mail.com mail.ru yandex.com yandex.ru inbox.ru list.ru bk.ru rambler.ru naver.com
hanmail.net daum.net nate.com orange.fr free.fr laposte.net wanadoo.fr libero.it virgilio.it fastmail.com
hushmail.com hey.com comcast.net verizon.net att.net sbcglobal.net btinternet.com sky.com rediffmail.com
uol.com.br bol.com.br seznam.cz wp.pl o2.pl hinet.net pchome.com.tw netvigator.com ctimail.com
singnet.com.sg bigpond.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp
"""
PUBLIC_DOMAINS = frozenset(_PUBLIC.split())
"""Domains under which anybody can have a mailbox: sharing one says nothing about sharing an employer."""

_SECOND_LEVEL = frozenset({"com", "net", "org", "gov", "edu", "ac", "mil", "co", "or", "ne", "go", "idv", "ltd", "plc"})


def normalise(text: str) -> str | None:
    """The address in `text` in its stored form, or None when it holds no single valid address.

    Takes `mailto:`, `Name <address>`, full-width characters and stray punctuation around it. The result is
    lower case on both sides: RFC 5321 lets a host tell A from a before the @, none in use does, people do
    not.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text.translate(_STOPS))).strip()
    named = _DISPLAY_NAME.match(text)
    text = (named.group(1) if named else text).strip(_AROUND)
    text = re.sub(r"^mailto:", "", text, flags=re.IGNORECASE).split("?")[0].casefold()
    local, at, host = text.rpartition("@")
    if not at or not _is_local(local) or not _is_host(host):
        return None
    return f"{local}@{host}"


def domain(address: str) -> str | None:
    """What stands after the @ of a valid address, in lower case; None for anything else."""
    address = normalise(address) or ""
    return address.rpartition("@")[2] or None


def is_public(domain: str) -> bool:
    """Whether anybody can get a mailbox under `domain` (qq.com, gmail.com), so that it names no employer."""
    return domain.strip(". ").casefold() in PUBLIC_DOMAINS


def company_domain(address: str) -> str | None:
    """The domain that probably belongs to the employer: `hr.acme.com.cn` → `acme.com.cn`; None at public
    providers.

    The registrable part is found by a short list of second-level labels (com.cn, co.uk, …), not by the
    Public Suffix List: a wrong guess only costs a missed or an extra suggestion.
    """
    host = domain(address)
    if host is None or is_public(host):
        return None
    labels = host.split(".")
    wanted = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    company = ".".join(labels[-wanted:])
    return None if is_public(company) else company


def mailbox_key(address: str) -> str | None:
    """A key equal for addresses that reach the same mailbox: without `+tag`, and without dots at Gmail."""
    address = normalise(address) or ""
    local, _, host = address.rpartition("@")
    local = local.split("+")[0] or local
    if host in ("gmail.com", "googlemail.com"):
        local, host = local.replace(".", ""), "gmail.com"
    return f"{local}@{host}" if local else None


def _is_local(local: str) -> bool:
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    return len(local) <= 64 and not dots and _LOCAL.fullmatch(local) is not None


def _is_host(host: str) -> bool:
    labels = host.split(".")
    if len(host) > 253 or len(labels) < 2 or labels[-1].isdigit() or len(labels[-1]) < 2:
        return False
    return all(len(label) <= 63 and _LABEL.fullmatch(label) for label in labels)
