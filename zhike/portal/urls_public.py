"""Documents for whoever holds their link: `/-/shared/<secret>/`, outside any organisation."""

from django.urls import path

from zhike.portal.views import sharing

urlpatterns = [
    path("shared/<str:secret>/", sharing.shared_paper, name="shared-paper"),
    path("shared/<str:secret>/pdf/", sharing.shared_pdf, name="shared-pdf"),
]
