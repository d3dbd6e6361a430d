"""Documents and files made from what is kept."""

from django.urls import path

from apps.reports.desk_views import DeskView
from apps.reports.views import ExportPageView

app_name = "reports"
urlpatterns = [
    path("so-lieu/", DeskView.as_view(), name="desk"),
    path("xuat/", ExportPageView.as_view(), name="exports"),
]
