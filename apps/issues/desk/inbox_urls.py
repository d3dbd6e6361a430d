"""What waits for me."""

from django.urls import path

from apps.issues.desk import inbox_views

app_name = "inbox"
urlpatterns = [
    path("", inbox_views.InboxView.as_view(), name="home"),
    path("nhieu/", inbox_views.BulkView.as_view(), name="bulk"),
]
