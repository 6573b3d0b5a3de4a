"""The client's pages, all under portal/."""

from django.urls import path

from zhike.portal.views import app, home, papers, plans, projects, questions, reports, requirements, signing

PAPER = "portal/papers/<int:number>/<int:version>/"

REPORT = "portal/projects/<int:number>/reports/<int:publication>/"

urlpatterns = [
    path("portal/", home.home, name="portal"),
    path("portal/app.webmanifest", app.app, name="portal-app"),
    path("portal/archive/", home.archive, name="portal-archive"),
    path("portal/me/", home.me, name="portal-me"),
    path("portal/companies/", home.every_seat, name="portal-every-company"),
    path("portal/companies/<uuid:key>/", home.seat, name="portal-company"),
    path("portal/projects/<int:number>/", projects.project, name="portal-project"),
    path("portal/projects/<int:number>/files/", projects.files, name="portal-project-files"),
    path("portal/projects/<int:number>/plan/", plans.plan, name="portal-plan"),
    path("portal/projects/<int:number>/plan/pdf/", plans.plan_pdf, name="portal-plan-pdf"),
    path("portal/projects/<int:number>/plan/<int:item>/done/", plans.done, name="portal-task-done"),
    path("portal/projects/<int:number>/papers/", projects.papers, name="portal-project-papers"),
    path("portal/projects/<int:number>/people/", projects.people, name="portal-project-people"),
    path("portal/projects/<int:number>/reports/", reports.reports, name="portal-reports"),
    path(REPORT, reports.report, name="portal-report"),
    path(REPORT + "noted/", reports.noted, name="portal-report-noted"),
    path(REPORT + "said/", reports.said, name="portal-report-said"),
    path(REPORT + "download/<str:kind>/", reports.download, name="portal-report-file"),
    path("portal/projects/<int:number>/requirements/", requirements.requirements, name="portal-requirements"),
    path("portal/projects/<int:number>/requirements/<int:item>/", requirements.requirement, name="portal-requirement"),
    path("portal/questions/", questions.questions, name="portal-questions"),
    path("portal/questions/new/", questions.question_new, name="portal-question-new"),
    path("portal/questions/<int:number>/", questions.question, name="portal-question"),
    path("portal/questions/<int:number>/answer/", questions.question_answer, name="portal-question-answer"),
    path("portal/questions/<int:number>/understood/", questions.question_understood, name="portal-question-understood"),
    path("portal/questions/<int:number>/settlement/", questions.question_settled, name="portal-question-settled"),
    path("portal/papers/", papers.papers, name="portal-papers"),
    path(PAPER, papers.paper, name="portal-paper"),
    path(PAPER + "pdf/", papers.pdf, name="portal-paper-pdf"),
    path(PAPER + "copy/", papers.copy, name="portal-paper-copy"),
    path(PAPER + "items/<str:key>/", papers.item, name="portal-paper-item"),
    path(PAPER + "reading/", papers.reading_time, name="portal-reading"),
    path(PAPER + "decision/", signing.decision, name="portal-decision"),
    path(PAPER + "code/", signing.code, name="portal-code"),
    path(PAPER + "code/new/", signing.fresh_code, name="portal-code-new"),
    path(PAPER + "signature/", signing.signature, name="portal-signature"),
    path(PAPER + "delegation/", signing.delegation, name="portal-delegation"),
    path(PAPER + "revocation/", signing.revocation, name="portal-revocation"),
]
