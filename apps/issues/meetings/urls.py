"""Cells' meetings."""

from django.urls import path

from apps.issues.meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.ListView.as_view(), name="list"),
    path("mo/", views.StartView.as_view(), name="start"),
    path("<int:pk>/", views.ShowView.as_view(), name="show"),
    path("<int:pk>/cap-nhat/", views.RefreshView.as_view(), name="refresh"),
    path("<int:pk>/them/", views.AddView.as_view(), name="add"),
    path("<int:pk>/sua-muc/", views.ActView.as_view(), name="act"),
    path("<int:pk>/buoi-hop/", views.HeldView.as_view(), name="held"),
    path("<int:pk>/muc/<int:item>/", views.ItemView.as_view(), name="item"),
    path("<int:pk>/ky/", views.SignView.as_view(), name="sign"),
    path("<int:pk>/van-ban/", views.PaperView.as_view(), name="paper"),
]
