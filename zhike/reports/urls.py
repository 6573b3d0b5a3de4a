"""Addresses of this room. States are resources: POST enters them."""

from django.urls import path

from zhike.reports.views import files, plans, reports, sending, telling, writing

PLAN = "projects/<int:number>/report-plans/<int:item>/"
REPORT = "projects/<int:number>/reports/<int:item>/"

urlpatterns = [
    path("reports/", reports.reports, name="reports"),
    path("reports/projects/<uuid:key>/", reports.of_project, name="project-reports"),
    path("reports/projects/<uuid:key>/last/", reports.glance, name="project-last-report"),
    path("reports/readings/<uuid:key>/", reports.then, name="report-of-then"),
    path("projects/<int:number>/report-plans/new/", plans.new, name="report-plan-new"),
    path(PLAN, plans.plan, name="report-plan"),
    path(f"{PLAN}edit/", plans.edit, name="report-plan-edit"),
    path(f"{PLAN}draft/", plans.draft, name="report-plan-draft"),
    path(f"{PLAN}readers/new/", plans.new_reader, name="report-reader-new"),
    path(f"{PLAN}readers/<uuid:key>/", plans.reader, name="report-reader"),
    path(f"{PLAN}readers/<uuid:key>/removal/", plans.reader_removal, name="report-reader-removal"),
    path("projects/<int:number>/reports/new/", reports.new, name="report-new"),
    path("projects/<int:number>/reports/at-once/", reports.at_once, name="report-at-once"),
    path(REPORT, reports.report, name="report"),
    path(f"{REPORT}health/", writing.health, name="report-health"),
    path(f"{REPORT}answer/", writing.answer, name="report-answer"),
    path(f"{REPORT}drafting/", writing.drafting, name="report-drafting"),
    path(f"{REPORT}discarding/", writing.discarding, name="report-discarding"),
    path(f"{REPORT}correction/", writing.correction, name="report-correction"),
    path(f"{REPORT}paragraphs/<uuid:key>/", writing.paragraph, name="report-paragraph"),
    path(f"{REPORT}paragraphs/<uuid:key>/left-out/", writing.left_out, name="report-paragraph-left-out"),
    path(f"{REPORT}variants/<uuid:key>/paragraphs/new/", writing.new_paragraph, name="report-paragraph-new"),
    path(f"{REPORT}variants/<uuid:key>/telling/", telling.telling, name="report-telling"),
    path(f"{REPORT}publications/<uuid:key>/<slug:kind>/", files.download, name="report-file"),
    path("projects/<int:number>/dossier/", files.dossier, name="dossier"),
    path(f"{REPORT}approval-request/", sending.approval_request, name="report-approval-request"),
    path(f"{REPORT}approval/", sending.approval, name="report-approval"),
    path(f"{REPORT}return/", sending.returning, name="report-return"),
    path(f"{REPORT}publication/", sending.publication, name="report-publication"),
    path(f"{REPORT}deliveries/<uuid:key>/handing-over/", sending.handing_over, name="report-handing-over"),
    path(f"{REPORT}reactions/<uuid:key>/reply/", sending.reply, name="report-reply"),
]
