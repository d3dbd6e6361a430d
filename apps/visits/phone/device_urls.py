"""The page of phones."""

from django.urls import path

from apps.visits.phone import device_pages

app_name = "devices"
urlpatterns = [
    path("", device_pages.DevicesView.as_view(), name="list"),
    path("<int:pk>/xoa/", device_pages.WipeView.as_view(), name="wipe"),
]
