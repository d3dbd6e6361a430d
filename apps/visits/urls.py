"""The commune's rules."""

from django.urls import path

from apps.visits import views

app_name = "rules"
urlpatterns = [
    path("", views.RulesView.as_view(), name="own"),
    path("<int:pk>/", views.RulesView.as_view(), name="commune"),
    path("<int:pk>/sua/", views.EditRulesView.as_view(), name="edit"),
]
