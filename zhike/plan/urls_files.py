"""Addresses of plans coming in and going out; they lie within their project."""

from django.urls import path

from zhike.plan.views import exports, feeds, imports, printing

HERE = "projects/<int:number>/plan/"

urlpatterns = [
    path(HERE + "file.<slug:form>", exports.download, name="plan-file"),
    path(HERE + "print/", printing.pdf, name="plan-print"),
    path("plan/calendar-addresses/", feeds.feeds, name="calendar-feeds"),
    path("plan/calendar-addresses/<uuid:key>/revocation/", feeds.revocation, name="calendar-feed-revocation"),
    path(HERE + "imports/", imports.imports, name="plan-imports"),
    path(HERE + "imports/new/", imports.new, name="plan-import-new"),
    path(HERE + "imports/<uuid:key>/", imports.run, name="plan-import"),
    path(HERE + "imports/<uuid:key>/mapping/", imports.mapping, name="plan-import-mapping"),
    path(HERE + "imports/<uuid:key>/reading/", imports.reading, name="plan-import-reading"),
    path(HERE + "imports/<uuid:key>/start/", imports.start, name="plan-import-start"),
    path(HERE + "imports/<uuid:key>/progress/", imports.progress, name="plan-import-progress"),
    path(HERE + "imports/<uuid:key>/undo/", imports.undo, name="plan-import-undo"),
]
