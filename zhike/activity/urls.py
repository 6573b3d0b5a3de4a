"""Pages of this room. Rooms load `timeline`, `comments` and `watching` into their own."""

from django.urls import path

from zhike.activity.views import background, comments, notifications, timeline

urlpatterns = [
    path("timeline/", timeline.timeline, name="timeline"),
    path("timeline/export.<str:form>", timeline.timeline_export, name="timeline-export"),
    path("comments/<str:label>/<uuid:key>/", comments.comments, name="comments"),
    path("comments/<str:label>/<uuid:key>/new/", comments.comment_new, name="comment-new"),
    path("comments/<uuid:pk>/", comments.comment, name="comment"),
    path("comments/<uuid:pk>/withdrawal/", comments.comment_withdrawal, name="comment-withdrawal"),
    path("comments/<uuid:pk>/sharing/", comments.comment_sharing, name="comment-sharing"),
    path("watching/<str:label>/<uuid:key>/", notifications.watching, name="watching"),
    path("notifications/", notifications.notification_list, name="notifications"),
    path("notifications/reading/", notifications.notification_reading_all, name="notifications-read"),
    path("notifications/settings/", notifications.notification_settings, name="notification-settings"),
    path("notifications/<uuid:pk>/reading/", notifications.notification_reading, name="notification-read"),
    path("jobs/", background.job_list, name="jobs"),
    path("jobs/<uuid:pk>/retry/", background.job_retry, name="job-retry"),
    path("jobs/<uuid:pk>/discarding/", background.job_discarding, name="job-discarding"),
]
