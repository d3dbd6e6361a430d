"""The map of a plan of assignment."""

from django.urls import path

from apps.webmap.planmap import PlanMapView

app_name = "plan-map"
urlpatterns = [
    path("phan-cong/<int:pk>/ban-do/", PlanMapView.as_view(), name="map"),
]
