"""The household's right to what is held on it."""

from django.urls import path

from apps.issues.rights import views

app_name = "rights"
urlpatterns = [
    path("yeu-cau/", views.RequestsView.as_view(), name="requests"),
    path("yeu-cau/<int:pk>/", views.RequestView.as_view(), name="request"),
    path("yeu-cau/<int:pk>/xoa/", views.EraseView.as_view(), name="erase"),
    path("<int:household>/", views.HouseholdView.as_view(), name="household"),
    path("<int:household>/yeu-cau/", views.ReceiveView.as_view(), name="receive"),
]
