"""The import assistant."""

from django.urls import path

from apps.imports import api, views

app_name = "imports"
_BATCH = "nap-tep/<uuid:key>/"
_FILE = f"{_BATCH}tep/<uuid:file>/"
urlpatterns = [
    path("nap-tep/", views.BatchListView.as_view(), name="list"),
    path(_BATCH, views.BatchView.as_view(), name="batch"),
    path(f"{_BATCH}xem-truoc/", views.PreviewView.as_view(), name="preview"),
    path(f"{_BATCH}nap/", views.CommitView.as_view(), name="commit"),
    path(f"{_BATCH}dung/", views.CallOffView.as_view(), name="call-off"),
    path(f"{_BATCH}chay-lai/", views.AgainView.as_view(), name="again"),
    path(f"{_BATCH}xoa/", views.DiscardView.as_view(), name="discard"),
    path(_FILE, views.FileView.as_view(), name="file"),
    path(f"{_FILE}bo/", views.RemoveView.as_view(), name="remove"),
    path(f"{_FILE}sua.xlsx", views.CorrectionView.as_view(), name="correction"),
    path(f"api/{_FILE}", api.UploadView.as_view(), name="upload"),
    path(f"api/{_BATCH}tien-do/", api.ProgressView.as_view(), name="progress"),
    path(f"api/{_BATCH}ranh-gioi/", api.OutlinesView.as_view(), name="outlines"),
    path(f"api/{_BATCH}diem/", api.PointsView.as_view(), name="points"),
]
