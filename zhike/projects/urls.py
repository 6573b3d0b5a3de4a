"""States are resources: POST enters them."""

from django.urls import path

from zhike.projects.views import lifecycle, people, portal, projects, templates

urlpatterns = [
    path("projects/", projects.projects, name="projects"),
    path("projects/new/", projects.new, name="project-new"),
    path("projects/client-options/", projects.client_options, name="project-client-options"),
    path("projects/of-client/<uuid:key>/", projects.of_client, name="client-projects"),
    path("projects/templates/", templates.templates, name="project-templates"),
    path("projects/templates/<uuid:key>/removal/", templates.removal, name="project-template-removal"),
    path("projects/<int:number>/", projects.project, name="project"),
    path("projects/<int:number>/edit/", projects.edit, name="project-edit"),
    path("projects/<int:number>/assignment/", projects.assignment, name="project-assignment"),
    path("projects/<int:number>/history/", projects.history, name="project-history"),
    path("projects/<int:number>/files/", projects.files, name="project-files"),
    path("projects/<int:number>/parts/<slug:name>/", projects.part, name="project-part"),
    path("projects/<int:number>/start/", lifecycle.start, name="project-start"),
    path("projects/<int:number>/stage/", lifecycle.stage, name="project-stage"),
    path("projects/<int:number>/stages/", lifecycle.stages, name="project-stages"),
    path("projects/<int:number>/health/", lifecycle.health, name="project-health"),
    path("projects/<int:number>/pause/", lifecycle.pause, name="project-pause"),
    path("projects/<int:number>/resumption/", lifecycle.resumption, name="project-resumption"),
    path("projects/<int:number>/cancellation/", lifecycle.cancellation, name="project-cancellation"),
    path("projects/<int:number>/closure/", lifecycle.closure, name="project-closure"),
    path("projects/<int:number>/reopening/", lifecycle.reopening, name="project-reopening"),
    path("projects/<int:number>/people/", people.people, name="project-people"),
    path("projects/<int:number>/people/colleague/", people.new_colleague, name="project-colleague-new"),
    path("projects/<int:number>/people/contact/", people.new_contact, name="project-contact-new"),
    path("projects/<int:number>/people/<uuid:key>/", people.participant, name="project-participant"),
    path("projects/<int:number>/people/<uuid:key>/departure/", people.departure, name="project-departure"),
    path("projects/<int:number>/people/<uuid:key>/invitation/", people.invitation, name="project-invitation"),
    path("projects/<int:number>/parties/", people.parties, name="project-parties"),
    path("projects/<int:number>/parties/new/", people.new_party, name="project-party-new"),
    path(
        "projects/<int:number>/parties/<uuid:key>/removal/",
        people.party_removal,
        name="project-party-removal",
    ),
    path("projects/<int:number>/visibility/", portal.visibility, name="project-visibility"),
    path("projects/<int:number>/transparency/", portal.transparency, name="project-transparency"),
    path("projects/<int:number>/portal/", portal.portal, name="project-portal"),
    path("projects/<int:number>/portal/closing/", portal.portal_closing, name="project-portal-closing"),
    path("projects/<int:number>/template/", templates.new, name="project-template-new"),
]
