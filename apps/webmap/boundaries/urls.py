"""Addresses of the boundary editor, all under ``api/map/boundaries/``."""

from django.urls import path

from apps.webmap.boundaries import api

_ROOT = "api/map/boundaries/"
urlpatterns = [
    path(_ROOT, api.BoundariesView.as_view(), name="boundaries"),
    path(f"{_ROOT}history/", api.HistoryView.as_view(), name="boundaries-history"),
    path(f"{_ROOT}check/", api.CheckView.as_view(), name="boundaries-check"),
    path(f"{_ROOT}check-split/", api.CheckSplitView.as_view(), name="boundaries-check-split"),
    path(f"{_ROOT}redraw/", api.RedrawView.as_view(), name="boundaries-redraw"),
    path(f"{_ROOT}add/", api.AddView.as_view(), name="boundaries-add"),
    path(f"{_ROOT}rename/", api.RenameView.as_view(), name="boundaries-rename"),
    path(f"{_ROOT}split/", api.SplitView.as_view(), name="boundaries-split"),
    path(f"{_ROOT}merge/", api.MergeView.as_view(), name="boundaries-merge"),
    path(f"{_ROOT}undo/", api.UndoView.as_view(), name="boundaries-undo"),
]
