"""The system administrator's list of log-ins."""

from django.urls import path

from apps.people import views

app_name = "accounts"
urlpatterns = [
    path("", views.AccountListView.as_view(), name="list"),
    path("new/", views.AccountCreateView.as_view(), name="create"),
    path("<int:pk>/password/", views.AccountPasswordView.as_view(), name="password"),
    path("<int:pk>/active/", views.AccountActiveView.as_view(), name="active"),
]
