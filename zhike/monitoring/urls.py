"""Addresses of this room."""

from django.urls import path

from zhike.monitoring.views import monitoring, portfolio

HERE = "projects/<int:number>/monitoring/"

urlpatterns = [
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path(HERE, monitoring.monitoring, name="monitoring"),
    path(HERE + "charts/", monitoring.charts, name="monitoring-charts"),
    path(HERE + "glance/", monitoring.glance, name="monitoring-glance"),
    path(HERE + "reading/", monitoring.reading, name="monitoring-reading"),
    path(HERE + "thresholds/", monitoring.thresholds, name="monitoring-thresholds"),
    path(HERE + "deviations/<int:item>/", monitoring.deviation, name="deviation"),
    path(HERE + "deviations/<int:item>/answer/", monitoring.answer, name="deviation-answer"),
]
