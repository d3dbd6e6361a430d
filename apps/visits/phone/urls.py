"""What phones ask."""

from django.urls import path

from apps.visits.phone import api

app_name = "phone"
urlpatterns = [
    path("api/phone/sync/", api.SyncView.as_view(), name="sync"),
    path("api/phone/sealed/", api.SealedView.as_view(), name="sealed"),
    path("api/phone/changes/", api.ChangesView.as_view(), name="changes"),
    path("api/phone/layers/", api.LayersView.as_view(), name="layers"),
    path("api/phone/device/", api.DeviceView.as_view(), name="device"),
    path("api/phone/standing/", api.StandingView.as_view(), name="standing"),
    path("api/phone/schema/", api.SchemaView.as_view(), name="schema"),
]
