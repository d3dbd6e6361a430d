"""Tasks."""

from django.urls import path

from apps.issues.tasks import views

app_name = "tasks"
urlpatterns = [
    path("", views.ListView.as_view(), name="list"),
    path("<int:pk>/", views.ShowView.as_view(), name="show"),
]
