"""Addresses of forecasts, of what may happen, and of levelling."""

from django.urls import path

from zhike.plan.views import foreseeing, risks

HERE = "projects/<int:number>/plan/"
RISK = HERE + "schedule-risks/<uuid:key>/"

urlpatterns = [
    path(HERE + "forecast/", foreseeing.forecast, name="forecast"),
    path(HERE + "forecast/asking/", foreseeing.ask_forecast, name="forecast-ask"),
    path(HERE + "forecast/progress/", foreseeing.forecast_progress, name="forecast-progress"),
    path(HERE + "schedule-risks/new/", risks.new, name="schedule-risk-new"),
    path(RISK, risks.risk, name="schedule-risk"),
    path(RISK + "edit/", risks.edit, name="schedule-risk-edit"),
    path(RISK + "end/", risks.end, name="schedule-risk-end"),
    path(RISK + "opening/", risks.opening, name="schedule-risk-open"),
    path(RISK + "removal/", risks.removal, name="schedule-risk-removal"),
    path(HERE + "levelling/", foreseeing.levelling, name="levelling"),
    path(HERE + "levelling/asking/", foreseeing.ask_levelling, name="levelling-ask"),
    path(HERE + "levelling/progress/", foreseeing.levelling_progress, name="levelling-progress"),
    path(HERE + "levelling/taking/", foreseeing.take_levelling, name="levelling-take"),
]
