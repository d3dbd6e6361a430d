"""A commune's follow-up rules."""

from django.urls import path

from apps.issues.followups import views

app_name = "followups"
urlpatterns = [
    path("", views.ListView.as_view(), name="list"),
    path("<int:pk>/", views.ListView.as_view(), name="commune"),
    path("<int:pk>/<slug:kind>/", views.RuleView.as_view(), name="rule"),
]
