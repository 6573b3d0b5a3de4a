"""Pages of this room within an organisation: `/acme/members/`."""

from django.urls import path

from zhike.accounts.views import branding, members, organisation

urlpatterns = [
    path("members/", members.members, name="members"),
    path("members/leave/", members.leave, name="member-leave"),
    path("members/<uuid:key>/", members.member, name="member"),
    path("members/<uuid:key>/end/", members.end, name="member-end"),
    path("members/<uuid:key>/restoration/", members.restore, name="member-restore"),
    path("invitations/new/", members.invite, name="invitation-new"),
    path("invitations/<uuid:key>/resending/", members.resend, name="invitation-resend"),
    path("invitations/<uuid:key>/withdrawal/", members.withdraw, name="invitation-withdraw"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("organisation/settings/", organisation.change, name="organisation-change"),
    path("organisation/logo/", branding.logo, name="logo"),
    path("organisation/logo/removal/", branding.logo_removal, name="logo-removal"),
    path("organisation/tokens/", organisation.tokens, name="tokens"),
    path("organisation/tokens/new/", organisation.new_token, name="token-new"),
    path("organisation/tokens/<uuid:key>/revocation/", organisation.revoke, name="token-revoke"),
]
