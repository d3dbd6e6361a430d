"""Documents and files made from what is kept."""

from django.urls import path

from apps.reports.views import ExportPageView

app_name = "reports"
urlpatterns = [
    path("xuat/", ExportPageView.as_view(), name="exports"),
]
