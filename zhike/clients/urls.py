"""Addresses of this room. States are resources: POST makes the state, DELETE (or POST again) ends it."""

from django.urls import include, path

from zhike.clients.views import companies, contacts, grouping, merging

urlpatterns = [
    path("clients/", companies.clients, name="clients"),
    path("clients/archived/", companies.archived, name="clients-archived"),
    path("clients/new/", companies.client_new, name="client-new"),
    path("clients/collisions/", companies.collisions, name="client-collisions"),
    path("clients/duplicates/", merging.duplicates, name="duplicates"),
    path("clients/<int:number>/", companies.client, name="client"),
    path("clients/<int:number>/people/", contacts.client_contacts, name="client-contacts"),
    path("clients/<int:number>/people/new/", contacts.contact_new_at, name="contact-new-at"),
    path("clients/<int:number>/understanding/", companies.understanding, name="client-understanding"),
    path("clients/<int:number>/history/", companies.history, name="client-history"),
    path("clients/<int:number>/files/", companies.files, name="client-files"),
    path("clients/<int:number>/tags/", companies.tags, name="client-tags"),
    path("clients/<int:number>/confirmation/", companies.confirmation, name="client-confirmation"),
    path("clients/<int:number>/owner/", companies.owner, name="client-owner"),
    path("clients/<int:number>/team/", companies.team, name="client-team"),
    path("clients/<int:number>/team/<uuid:member>/leave/", companies.team_leave, name="client-team-leave"),
    path("clients/<int:number>/archive/", companies.archive, name="client-archive"),
    path("clients/<int:number>/twins/", merging.twins, name="client-twins"),
    path("clients/<int:number>/merge/<int:other>/", merging.merge, name="client-merge"),
    path("clients/<int:number>/different/<int:other>/", merging.different, name="client-different"),
    path("merges/<uuid:merge>/", merging.unmerge, name="merge"),
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/new/", contacts.contact_new, name="contact-new"),
    path("contacts/cards/", contacts.cards, name="contact-cards"),
    path("contacts/<uuid:contact>/", contacts.contact, name="contact"),
    path("contacts/<uuid:contact>/departure/", contacts.departure, name="contact-departure"),
    path("contacts/<uuid:contact>/vcard/", contacts.vcard, name="contact-vcard"),
    path("contacts/<uuid:contact>/view-as/", contacts.view_as, name="contact-view-as"),
    path("contacts/<uuid:contact>/invitation/", contacts.invitation, name="contact-invitation"),
    path("", include("zhike.clients.urls_imports")),
    path("segmentations/", grouping.schemes, name="schemes"),
    path("segmentations/new/", grouping.scheme_new, name="scheme-new"),
    path("segmentations/<uuid:scheme>/", grouping.scheme, name="scheme"),
    path("segmentations/<uuid:scheme>/change/", grouping.scheme_change, name="scheme-change"),
    path("segmentations/<uuid:scheme>/computation/", grouping.scheme_compute, name="scheme-compute"),
]
