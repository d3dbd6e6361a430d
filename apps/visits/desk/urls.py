"""The desk over contacts."""

from django.urls import path

from apps.visits.desk import proposal_views, views

app_name = "contacts"
urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("thon/", views.VillagesView.as_view(), name="villages"),
    path("nguoi/", views.KeepersView.as_view(), name="keepers"),
    path("nguoi/<int:pk>/", views.SheetView.as_view(), name="sheet"),
    path("to/", views.GroupsView.as_view(), name="groups"),
    path("xem-lai/", views.ReviewView.as_view(), name="review"),
    path("xem-lai/<int:pk>/", views.ReviewFlagView.as_view(), name="review-flag"),
    path("vi-tri/", proposal_views.ProposalsView.as_view(), name="proposals"),
    path("vi-tri/<int:pk>/", proposal_views.ProposalView.as_view(), name="proposal"),
]
