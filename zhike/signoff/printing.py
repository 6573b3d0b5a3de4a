"""From rows to PDF: what the papers and the certificate are printed with."""

from dataclasses import dataclass

from zhike.signoff.content import PaperContent
from zhike.signoff.models import PaperBytes, SignatureRequest


def print_paper(content: PaperContent, *, number: int, version: int, firm: str, kind: str) -> bytes:
    return b"%PDF-1.7\n" + content.canonical() + f"\n{number} {version} {firm} {kind}".encode()


@dataclass(frozen=True, slots=True)
class Printed:
    pdf: bytes
    is_sealed: bool
    is_time_stamped: bool


def print_signed_copy(request: SignatureRequest) -> Printed:
    paper = PaperBytes.objects.get(paper=request.paper_id)
    return Printed(bytes(paper.pdf) + b"\nsigned", False, False)
