"""A plan's papers; below the plan's own address."""

from django.urls import path

from apps.assignments.papers.views import DownloadView, PapersView

app_name = "plan-papers"
urlpatterns = [
    path("", PapersView.as_view(), name="papers"),
    path("tai-ve/", DownloadView.as_view(), name="download"),
]
