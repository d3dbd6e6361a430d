"""Pages of trips."""

from django.urls import path

from apps.planning import new_views, press_views, views

app_name = "trips"
urlpatterns = [
    path("", views.ListView.as_view(), name="list"),
    path("moi/", new_views.NewView.as_view(), name="new"),
    path("tu-van-de/", new_views.FromIssuesView.as_view(), name="from-issues"),
    path("<int:pk>/", views.ShowView.as_view(), name="show"),
    path("<int:pk>/sua/", views.EditView.as_view(), name="edit"),
    path("<int:pk>/in/", views.PrintView.as_view(), name="print"),
    path("<int:pk>/tim-ho/", views.SearchView.as_view(), name="search"),
    path("<int:pk>/them-ho/", press_views.AddView.as_view(), name="add"),
    path("<int:pk>/lam/", press_views.ActView.as_view(), name="act"),
    path("<int:pk>/ket-qua/", press_views.TickView.as_view(), name="tick"),
    path("<int:pk>/diem/<int:stop>/", views.StopView.as_view(), name="stop"),
]
