"""All addresses of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("apps.webmap.urls")),
    path("ho/", include("apps.households.urls")),
    path("", include("apps.households.desk_urls")),
    path("", include("apps.assignments.urls")),
    path("phan-cong/<int:pk>/giay-to/", include("apps.assignments.papers_urls")),
    path("", include("apps.webmap.planmap_urls")),
    path("phan-cong/", include("apps.assignments.page_urls")),
    path("", include("apps.reports.urls")),
    path("", include("apps.imports.urls")),
    path("accounts/", include("apps.people.urls")),
    path("nguoi/", include("apps.people.desk.urls")),
    path("quy-dinh/", include("apps.visits.urls")),
    path("nam-tinh-hinh/", include("apps.visits.desk.urls")),
    path("thoat-ngheo/", include("apps.issues.roadmap.urls")),
    path("quyen-cua-ho/", include("apps.issues.rights.urls")),
    path("", include("apps.visits.phone.page_urls")),
    path("", include("apps.visits.phone.urls")),
    path("", include("apps.issues.api_urls")),
    path("", include("apps.planning.api_urls")),
    path("chuyen-di/", include("apps.planning.urls")),
    path("may-luu-du-lieu/", include("apps.visits.phone.device_urls")),
    path("van-de/", include("apps.issues.desk.urls")),
    path("viec-cua-toi/", include("apps.issues.desk.inbox_urls")),
    path("sinh-hoat/", include("apps.issues.meetings.urls")),
    path("viec/", include("apps.issues.tasks.urls")),
    path("quy-tac-theo-doi/", include("apps.issues.followups.urls")),
    path("", include("apps.accounts.urls")),
]
