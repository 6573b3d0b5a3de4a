"""Addresses of forecasts and levelling."""

from django.urls import path

from zhike.plan.views import foreseeing

HERE = "projects/<int:number>/plan/"

urlpatterns = [
    path(HERE + "forecast/", foreseeing.forecast, name="forecast"),
    path(HERE + "forecast/asking/", foreseeing.ask_forecast, name="forecast-ask"),
    path(HERE + "forecast/progress/", foreseeing.forecast_progress, name="forecast-progress"),
    path(HERE + "levelling/", foreseeing.levelling, name="levelling"),
    path(HERE + "levelling/asking/", foreseeing.ask_levelling, name="levelling-ask"),
    path(HERE + "levelling/progress/", foreseeing.levelling_progress, name="levelling-progress"),
    path(HERE + "levelling/taking/", foreseeing.take_levelling, name="levelling-take"),
]
