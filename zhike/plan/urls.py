"""Addresses of this room: everything of a plan lies within its project."""

from django.urls import path

from zhike.plan.views import gantt

HERE = "projects/<int:number>/plan/"

urlpatterns = [
    path(HERE + "gantt/", gantt.gantt, name="gantt"),
    path(HERE + "gantt/begin/", gantt.begin, name="plan-begin"),
    path(HERE + "data/", gantt.data, name="plan-data"),
    path(HERE + "edits/", gantt.edits, name="plan-edits"),
    path(HERE + "undo/", gantt.undo, name="plan-undo"),
    path(HERE + "redo/", gantt.redo, name="plan-redo"),
    path(HERE + "stub/", gantt.gantt, name="tasks"),
    path(HERE + "<int:task>/", gantt.gantt, name="task"),
]
