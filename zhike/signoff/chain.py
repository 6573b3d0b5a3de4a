"""The chain of a request: signatures and revocations in the order they happened, each linked to the one before."""

from zhike.signoff.models import START, Revocation, Signature, SignatureRequest

Link = Signature | Revocation


def append(row: Link) -> None:
    """Save this row as the next of its request. The request is locked by the caller."""
    last = links(row.request)[-1:]
    row.sequence = last[0].sequence + 1 if last else 1
    row.before = last[0].hash if last else START
    row.adopt_organisation()  # before the hash: the organisation is part of what is sealed
    row.hash = row.hash_of_row()
    row.save()


def links(request: SignatureRequest) -> list[Link]:
    found: list[Link] = [*Signature.objects.filter(request=request), *Revocation.objects.filter(request=request)]
    return sorted(found, key=lambda one: one.sequence)


def counting(request: SignatureRequest) -> list[Signature]:
    """The signatures that stand: those nobody took back."""
    return list(Signature.objects.filter(request=request, revocations=None).order_by("sequence"))
