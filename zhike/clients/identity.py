"""By what a client is recognised, and the check of its 统一社会信用代码."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhike.clients.models import Client, IdentityKey
from zhike.core.errors import Conflict, Invalid
from zhike.core.prepared import prepared
from zhike.methods.identity import credit_code, mail, names, phone, pinyin

Kind = IdentityKey.Kind


def keys_of(client: Client) -> set[tuple[str, str]]:
    """Every (kind, value) this client can be recognised by."""
    found: set[tuple[str, str]] = set()
    for name in (client.name, client.short_name, client.english_name):
        if exact := names.normalise(name):
            found.add((Kind.EXACT, exact[:200]))
        if key := names.company_key(name):
            found |= {(Kind.NAME, key[:200]), (Kind.PINYIN, pinyin.full(key)[:200])}
    if client.credit_code:
        found.add((Kind.CREDIT, client.credit_code))
    for domain in domains_of(client):
        found.add((Kind.DOMAIN, domain))
    if number := phone.read(client.phone):
        found.add((Kind.PHONE, number.e164))
    return {(str(kind), value) for kind, value in found if value}


def domains_of(client: Client) -> list[str]:
    """The client's own mail domains; public mailboxes (qq.com, 163.com) recognise nobody."""
    words = client.mail_domains.replace("，", ",").replace("；", ",").replace(";", ",").split(",")
    domains = [word.strip().lower().rpartition("@")[2] for word in words if word.strip()]
    return [domain for domain in domains if not mail.is_public(domain)]


def identify(client: Client, *, is_new: bool = False) -> None:
    """Keep the keys of a client as its fields are now."""
    kept = set() if is_new else set(_keys_kept(client))
    wanted = keys_of(client)
    for kind, value in kept - wanted:
        IdentityKey.objects.filter(client=client, kind=kind, value=value).delete()
    IdentityKey.objects.bulk_create(
        [IdentityKey(client=client, kind=kind, value=value) for kind, value in sorted(wanted - kept)],
        ignore_conflicts=True,
    )


@prepared
def _keys_kept(client: Client) -> QuerySet[IdentityKey, tuple[str, str]]:
    return IdentityKey.objects.filter(client=client).values_list("kind", "value")


def check_credit_code(client: Client) -> None:
    """Refuse a code that cannot be one, saying what is wrong with it (GB 32100-2015)."""
    if not client.credit_code:
        return
    code = credit_code.normalise(client.credit_code)
    problem = credit_code.problem(code)
    if problem is None:
        client.credit_code = code
        return
    likely = credit_code.suggestion(code)
    words = {
        credit_code.Problem.LENGTH: _("A unified social credit code has 18 characters; this one has %(count)s."),
        credit_code.Problem.CHARACTER: _("A unified social credit code has no letters I, O, S, V or Z, and no signs."),
        credit_code.Problem.REGION: _("Characters 3 to 8 of the code must be a region, such as 310115."),
        credit_code.Problem.CHECK: _("The last character does not fit the others: something is mistyped."),
    }[problem] % {"count": len(code)}
    hint = " " + _("Did you mean %(code)s?") % {"code": likely} if likely else ""
    raise Invalid(credit_code=words + hint)


def refuse_taken_credit_code(client: Client) -> None:
    """One code, one party: a second file under the same code is a mistake, whoever owns the first."""
    if not client.credit_code:
        return
    taken = IdentityKey.objects.filter(kind=Kind.CREDIT, value=client.credit_code, client__archived_at=None)
    other = taken.exclude(client_id=client.pk).select_related("client__owner").first()
    if other is not None:
        owner = other.client.owner
        raise Conflict(
            _("This credit code already belongs to a client that %(owner)s looks after. Talk to them first.")
            % {"owner": owner.name if owner else _("nobody")}
        )
