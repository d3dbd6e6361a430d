"""The desk over contacts."""

from django.urls import path

from apps.visits.desk import proposal_views, views, write_views
from apps.visits.reminders import views as reminders

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
    path("ho/<int:pk>/ghi/", write_views.WriteView.as_view(), name="write"),
    path("nhac-viec/", reminders.RemindersView.as_view(), name="reminders"),
    path("nhac-viec/e-mail/", reminders.AddressView.as_view(), name="reminder-address"),
    path("nhac-viec/lich/", reminders.FeedView.as_view(), name="calendar-feed"),
    path("lich/<slug:token>.ics", reminders.CalendarView.as_view(), name="calendar"),
]
