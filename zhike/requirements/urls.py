"""Addresses of this room: everything lies within its project."""

from django.urls import path

from zhike.requirements.views import document, framework, imports, items, ordering

urlpatterns = [
    path("projects/<int:number>/requirements/", items.requirements, name="requirements"),
    path("projects/<int:number>/requirements/quick/", items.quick, name="requirement-quick"),
    path("projects/<int:number>/requirements/new/", items.new, name="requirement-new"),
    path("projects/<int:number>/requirements/<int:item>/", items.requirement, name="requirement"),
    path("projects/<int:number>/requirements/<int:item>/edit/", items.edit, name="requirement-edit"),
    path("projects/<int:number>/requirements/<int:item>/translation/", items.translation, name="requirement-translation"),
    path("projects/<int:number>/requirements/<int:item>/proposal/", items.propose, name="requirement-propose"),
    path("projects/<int:number>/requirements/<int:item>/withdrawal/", items.withdraw, name="requirement-withdraw"),
    path("projects/<int:number>/requirements/<int:item>/drop/", items.drop, name="requirement-drop"),
    path("projects/<int:number>/requirements/<int:item>/taking-up/", items.take_up, name="requirement-take-up"),
    path("projects/<int:number>/requirements/<int:item>/sharing/", items.share, name="requirement-share"),
    path("projects/<int:number>/requirements/<int:item>/move/<slug:direction>/", ordering.move, name="requirement-move"),
    path("projects/<int:number>/requirements/order/", ordering.order, name="requirement-order"),
    path("projects/<int:number>/requirements/sections/new/", ordering.new_section, name="requirement-section-new"),
    path("projects/<int:number>/requirements/sections/<uuid:key>/", ordering.section, name="requirement-section"),
    path(
        "projects/<int:number>/requirements/sections/<uuid:key>/removal/", ordering.section_removal,
        name="requirement-section-removal",
    ),
    path(
        "projects/<int:number>/requirements/sections/<uuid:key>/move/<slug:direction>/", ordering.section_move,
        name="requirement-section-move",
    ),
    path("projects/<int:number>/requirements/topics/<slug:subject>/", framework.topic, name="requirement-topic"),
    path("projects/<int:number>/requirements/specification/", framework.specification, name="specification-edit"),
    path("projects/<int:number>/requirements/consensus/", framework.consensus, name="specification-consensus"),
    path("projects/<int:number>/requirements/document/", document.document, name="requirement-document"),
    path("projects/<int:number>/requirements/document/changes/", document.changes, name="requirement-document-changes"),
    path("projects/<int:number>/requirements/document/signatures/", document.send, name="requirement-document-send"),
    path("projects/<int:number>/requirements/document/file.<slug:form>", document.download, name="requirement-document-file"),
    path("projects/<int:number>/requirements/imports/", imports.imports, name="requirement-imports"),
    path("projects/<int:number>/requirements/imports/new/", imports.new, name="requirement-import-new"),
    path("projects/<int:number>/requirements/imports/<uuid:key>/", imports.run, name="requirement-import"),
    path("projects/<int:number>/requirements/imports/<uuid:key>/mapping/", imports.mapping, name="requirement-import-mapping"),
    path("projects/<int:number>/requirements/imports/<uuid:key>/reading/", imports.reading, name="requirement-import-reading"),
    path("projects/<int:number>/requirements/imports/<uuid:key>/start/", imports.start, name="requirement-import-start"),
    path("projects/<int:number>/requirements/imports/<uuid:key>/progress/", imports.progress, name="requirement-import-progress"),
    path("projects/<int:number>/requirements/imports/<uuid:key>/undo/", imports.undo, name="requirement-import-undo"),
]  # fmt: skip
