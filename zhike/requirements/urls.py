"""Addresses of this room: everything lies within its project."""

from django.urls import path

from zhike.requirements.views import document, framework, imports, items, ordering

HERE = "projects/<int:number>/requirements/"

urlpatterns = [
    path(HERE, items.requirements, name="requirements"),
    path(HERE + "quick/", items.quick, name="requirement-quick"),
    path(HERE + "new/", items.new, name="requirement-new"),
    path(HERE + "<int:item>/", items.requirement, name="requirement"),
    path(HERE + "<int:item>/edit/", items.edit, name="requirement-edit"),
    path(HERE + "<int:item>/translation/", items.translation, name="requirement-translation"),
    path(HERE + "<int:item>/proposal/", items.propose, name="requirement-propose"),
    path(HERE + "<int:item>/withdrawal/", items.withdraw, name="requirement-withdraw"),
    path(HERE + "<int:item>/drop/", items.drop, name="requirement-drop"),
    path(HERE + "<int:item>/taking-up/", items.take_up, name="requirement-take-up"),
    path(HERE + "<int:item>/sharing/", items.share, name="requirement-share"),
    path(HERE + "<int:item>/move/<slug:direction>/", ordering.move, name="requirement-move"),
    path(HERE + "order/", ordering.order, name="requirement-order"),
    path(HERE + "sections/new/", ordering.new_section, name="requirement-section-new"),
    path(HERE + "sections/<uuid:key>/", ordering.section, name="requirement-section"),
    path(
        HERE + "sections/<uuid:key>/removal/", ordering.section_removal,
        name="requirement-section-removal",
    ),
    path(
        HERE + "sections/<uuid:key>/move/<slug:direction>/", ordering.section_move,
        name="requirement-section-move",
    ),
    path(HERE + "topics/<slug:subject>/", framework.topic, name="requirement-topic"),
    path(HERE + "specification/", framework.specification, name="specification-edit"),
    path(HERE + "consensus/", framework.consensus, name="specification-consensus"),
    path(HERE + "document/", document.document, name="requirement-document"),
    path(HERE + "document/changes/", document.changes, name="requirement-document-changes"),
    path(HERE + "document/changes/file.pdf", document.changes_file, name="requirement-document-changes-file"),
    path(HERE + "document/signatures/", document.send, name="requirement-document-send"),
    path(HERE + "document/file.<slug:form>", document.download, name="requirement-document-file"),
    path(HERE + "imports/", imports.imports, name="requirement-imports"),
    path(HERE + "imports/new/", imports.new, name="requirement-import-new"),
    path(HERE + "imports/<uuid:key>/", imports.run, name="requirement-import"),
    path(HERE + "imports/<uuid:key>/mapping/", imports.mapping, name="requirement-import-mapping"),
    path(HERE + "imports/<uuid:key>/reading/", imports.reading, name="requirement-import-reading"),
    path(HERE + "imports/<uuid:key>/start/", imports.start, name="requirement-import-start"),
    path(HERE + "imports/<uuid:key>/progress/", imports.progress, name="requirement-import-progress"),
    path(HERE + "imports/<uuid:key>/undo/", imports.undo, name="requirement-import-undo"),
]  # fmt: skip
