"""Worklists of the commune's data desk: doubles, and households without a position."""

from django.urls import path

from apps.households import doubles_views, positions_views

app_name = "desk"
urlpatterns = [
    path("trung-lap/", doubles_views.DoublesView.as_view(), name="doubles"),
    path("trung-lap/khong-trung/", doubles_views.ApartListView.as_view(), name="doubles-apart"),
    path(
        "trung-lap/khong-trung/<int:pk>/bo/",
        doubles_views.ApartBackView.as_view(),
        name="doubles-apart-back",
    ),
    path("trung-lap/da-gop/", doubles_views.MergesView.as_view(), name="merges"),
    path("trung-lap/da-gop/<int:pk>/", doubles_views.MergeView.as_view(), name="merge"),
    path(
        "trung-lap/<int:one>/<int:other>/",
        doubles_views.PairView.as_view(),
        name="doubles-pair",
    ),
    path(
        "trung-lap/<int:one>/<int:other>/khong-trung/",
        doubles_views.ApartView.as_view(),
        name="doubles-say-apart",
    ),
    path("chua-toa-do/", positions_views.PositionsView.as_view(), name="positions"),
    path("chua-toa-do/hoan-tac/", positions_views.VillageBackView.as_view(), name="positions-back"),
    path(
        "chua-toa-do/thon/<int:pk>/tam/",
        positions_views.VillageCentreView.as_view(),
        name="positions-village",
    ),
    path("chua-toa-do/<int:pk>/", positions_views.PositionView.as_view(), name="position"),
    path(
        "chua-toa-do/<int:pk>/tam/",
        positions_views.CentreView.as_view(),
        name="position-centre",
    ),
    path(
        "chua-toa-do/<int:pk>/hoan-tac/",
        positions_views.BackView.as_view(),
        name="position-back",
    ),
]
