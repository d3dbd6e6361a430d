"""What phones ask."""

from django.urls import path

from apps.visits.phone import api

app_name = "phone"
urlpatterns = [
    path("sync/", api.SyncView.as_view(), name="sync"),
    path("sealed/", api.SealedView.as_view(), name="sealed"),
    path("changes/", api.ChangesView.as_view(), name="changes"),
    path("layers/", api.LayersView.as_view(), name="layers"),
    path("device/", api.DeviceView.as_view(), name="device"),
    path("standing/", api.StandingView.as_view(), name="standing"),
]
