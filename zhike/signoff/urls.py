"""Addresses of this room. States are resources: POST enters them."""

from django.urls import path

from zhike.signoff.views import papers, requests

urlpatterns = [
    path("signatures/", requests.requests, name="signature-requests"),
    path("signatures/of-project/<uuid:key>/", papers.of_project, name="project-papers"),
    path("signatures/<int:number>/", requests.one, name="signature-request"),
    path("signatures/<int:number>/evidence/", requests.evidence, name="signature-evidence"),
    path("signatures/<int:number>/reminder/", requests.reminder, name="signature-reminder"),
    path("signatures/<int:number>/withdrawal/", requests.withdrawal, name="signature-withdrawal"),
    path(
        "signatures/<int:number>/signers/<uuid:key>/confirmation/",
        requests.confirmation,
        name="signature-delegate-confirmation",
    ),
    path("signatures/<int:number>/signers/<uuid:key>/reached/", requests.reached, name="signature-reached"),
    path("papers/<int:number>/<int:version>/", papers.paper, name="paper"),
    path("papers/<int:number>/<int:version>/changes/", papers.changes, name="paper-changes"),
    path("papers/<int:number>/<int:version>/pdf/", papers.pdf, name="paper-pdf"),
    path("papers/<int:number>/<int:version>/signed/", papers.signed_copy, name="paper-signed-copy"),
    path("papers/<int:number>/<int:version>/sending/", papers.sending, name="paper-sending"),
    path("papers/<int:number>/<int:version>/links/new/", papers.new_link, name="paper-link-new"),
    path(
        "papers/<int:number>/<int:version>/links/<uuid:key>/revocation/",
        papers.link_revocation,
        name="paper-link-revocation",
    ),
]
