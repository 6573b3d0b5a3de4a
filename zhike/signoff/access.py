"""Who may know of which papers, who may send them, and who signs.

Our people see the papers of the projects they see. A person of a client sees a paper once it was sent for signature: in
projects that are open to them and in which they take part, and wherever they are asked themselves. What is frozen and
never sent stays with us. Requests, signatures, links and openings a client never sees as rows; what of them is shown
comes through portal.py.
"""

from django.db.models import Q

from zhike.clients.access import my_contacts
from zhike.core.access import allow, rows
from zhike.core.actors import Actor, Role
from zhike.projects.access import in_my_projects, managed_by_me
from zhike.signoff.models import (
    IdentityCode,
    Opening,
    Paper,
    PaperBytes,
    PaperSeries,
    Revocation,
    ShareLink,
    Signature,
    SignatureRequest,
    SignedCopy,
    Signer,
)

OWNER, MANAGER, MEMBER, FINANCE, OBSERVER = Role.OWNER, Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.OBSERVER
CLIENTS = (Role.SIGNATORY, Role.CLIENT_MANAGER, Role.CONTACT)
STAFF = (OWNER, MANAGER, MEMBER, FINANCE, OBSERVER)


def nobody() -> Q:
    return Q(pk__in=[])


def my_signers(actor: Actor) -> Q:
    """The places where this person of a client is asked: whichever of their contacts it is."""
    return Q(contact__in=my_contacts(actor).values("pk"))


@rows(Paper)
def paper_rows(actor: Actor) -> Q:
    if not actor.is_client:
        return in_my_projects(actor)
    mine = Signer.objects.filter(my_signers(actor)).values("request__paper")
    sent = SignatureRequest.objects.values("paper")
    return Q(pk__in=mine) | (in_my_projects(actor) & Q(pk__in=sent))


def _of_staff(path: str = "project") -> object:
    return lambda actor: nobody() if actor.is_client else in_my_projects(actor, path)


rows(PaperSeries)(_of_staff())  # type: ignore[arg-type]
rows(PaperBytes)(_of_staff("paper__project"))  # type: ignore[arg-type]
rows(SignatureRequest)(_of_staff())  # type: ignore[arg-type]
rows(Signature)(_of_staff("request__project"))  # type: ignore[arg-type]
rows(Revocation)(_of_staff("request__project"))  # type: ignore[arg-type]
rows(SignedCopy)(_of_staff("request__project"))  # type: ignore[arg-type]
rows(ShareLink)(_of_staff())  # type: ignore[arg-type]
rows(Opening)(_of_staff("paper__project"))  # type: ignore[arg-type]


@rows(Signer)
def signer_rows(actor: Actor) -> Q:
    return my_signers(actor) if actor.is_client else in_my_projects(actor, "request__project")


@rows(IdentityCode)
def code_rows(actor: Actor) -> Q:
    """Nobody reads codes, not even those who run the place."""
    return Q() if actor.role is Role.SYSTEM else nobody()


def of_my_project(actor: Actor) -> Q:
    return Q(project__manager=actor.person_id)


def of_my_project_or_asked_by_me(actor: Actor) -> Q:
    return of_my_project(actor) | Q(asked_by=actor.person_id)


def of_my_projects_request(actor: Actor) -> Q:
    return Q(request__project__manager=actor.person_id) | Q(request__asked_by=actor.person_id)


VIEW_PAPER = allow("paper.view", *STAFF)
FREEZE_PAPER = allow("paper.freeze", OWNER, MANAGER)  # asked of the project
allow("paper.freeze", MEMBER, when=managed_by_me)
REQUEST_SIGNATURES = allow("signature.request", OWNER, MANAGER)  # asked of the paper
allow("signature.request", MEMBER, when=of_my_project)
END_REQUEST = allow("signature.end_request", OWNER, MANAGER)
allow("signature.end_request", MEMBER, when=of_my_project_or_asked_by_me)
REMIND = allow("signature.remind", OWNER, MANAGER)
allow("signature.remind", MEMBER, when=of_my_project_or_asked_by_me)
CONFIRM_DELEGATE = allow("signature.confirm_delegate", OWNER, MANAGER)
allow("signature.confirm_delegate", MEMBER, when=of_my_projects_request)
EXPORT_REQUESTS = allow("signature.export", OWNER, MANAGER, FINANCE)
SHARE_PAPER = allow("paper.share", OWNER, MANAGER)
allow("paper.share", MEMBER, when=of_my_project)
REVOKE_LINK = allow("share_link.revoke", OWNER, MANAGER)
allow("share_link.revoke", MEMBER, when=of_my_project)
MAKE_COPY = allow("signed_copy.make")  # by the system alone, as those that follow
EXPIRE_REQUEST = allow("signature.expire")
TELL_SIGNERS = allow("signature.tell_of_end")
OPEN_LINK = allow("share_link.open")

READ_PAPER = allow("paper.read", *CLIENTS)
SIGN = allow("signature.sign", *CLIENTS, when=my_signers)
DELEGATE = allow("signature.delegate", *CLIENTS, when=my_signers)
REVOKE_SIGNATURE = allow("signature.revoke", *CLIENTS, when=my_signers)
