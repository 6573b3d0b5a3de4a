"""Addresses of this room. States are resources: POST enters them."""

from django.urls import path

from zhike.communications.views import promises, questions, verbs

urlpatterns = [
    path("questions/", questions.questions, name="questions"),
    path("questions/new/", questions.new, name="question-new"),
    path("questions/of-project/<uuid:key>/", questions.of_project, name="project-questions"),
    path("questions/<int:number>/", questions.question, name="question"),
    path("questions/<int:number>/answer/", verbs.answer, name="question-answer"),
    path("questions/<int:number>/follow-up/", verbs.follow_up, name="question-follow-up"),
    path("questions/<int:number>/assignment/", verbs.assignment, name="question-assignment"),
    path("questions/<int:number>/settlement/", verbs.settlement, name="question-settlement"),
    path("questions/<int:number>/reopening/", verbs.reopening, name="question-reopening"),
    path("questions/<int:number>/sharing/", verbs.sharing, name="question-sharing"),
    path("projects/<int:number>/questions/new/", questions.new_in_project, name="project-question-new"),
    path("projects/<int:number>/questions/to-client/", questions.ask_client, name="project-ask-client"),
    path("answer-promise/", promises.promise, name="answer-promise"),
    path("answer-promise/edit/", promises.promise_edit, name="answer-promise-edit"),
]
