"""The map and what it loads."""

from django.urls import path

from apps.webmap import api, issue_api, tile_api, views
from apps.webmap.boundaries import urls as boundaries
from apps.webmap.boundaries_page import BoundariesPageView
from apps.webmap.export import ExportView
from apps.webmap.folium_api import FoliumView
from apps.webmap.issuedays_api import DaysView
from apps.webmap.issuedays_page import IssueDaysView
from apps.webmap.takeaway import TakeawayView

app_name = "webmap"
urlpatterns = [
    path("", views.MapView.as_view(), name="map"),
    path("ban-do/so-hai-ngay/", IssueDaysView.as_view(), name="issue-days"),
    path("ban-do/dia-gioi/", BoundariesPageView.as_view(), name="boundaries-page"),
    path("api/map/areas/", api.AreasView.as_view(), name="areas"),
    path("api/map/areas/days/", DaysView.as_view(), name="areas-days"),
    path(
        "api/map/tiles/<int:z>/<int:x>/<int:y>.mvt",
        tile_api.UnitTileView.as_view(),
        name="tiles",
    ),
    path(
        "api/map/tiles/gaps/<int:z>/<int:x>/<int:y>.mvt",
        tile_api.GapTileView.as_view(),
        name="gap-tiles",
    ),
    path(
        "api/map/tiles/issues/<int:z>/<int:x>/<int:y>.mvt",
        tile_api.IssueTileView.as_view(),
        name="issue-tiles",
    ),
    path(
        "api/map/tiles/issues/<slug:kind>/<int:z>/<int:x>/<int:y>.mvt",
        tile_api.IssueKindTileView.as_view(),
        name="issue-kind-tiles",
    ),
    path("api/map/households/", api.HouseholdsView.as_view(), name="households"),
    path("api/map/households/<int:pk>/", api.HouseholdView.as_view(), name="household"),
    path("api/map/issues/clusters/", issue_api.ClustersView.as_view(), name="issue-clusters"),
    path("api/map/issues/order/", issue_api.OrderPointsView.as_view(), name="order-points"),
    path("api/map/issues/causes/", issue_api.CausesView.as_view(), name="issue-causes"),
    path("api/map/export/", ExportView.as_view(), name="export"),
    path("api/map/folium/", FoliumView.as_view(), name="folium"),
    path("api/map/takeaway/", TakeawayView.as_view(), name="takeaway"),
    *boundaries.urlpatterns,
]
