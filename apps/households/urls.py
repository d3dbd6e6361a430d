"""The household desk."""

from django.urls import path

from apps.households import form_views as desk
from apps.households import views

app_name = "households"
urlpatterns = [
    path("", views.HouseholdListView.as_view(), name="list"),
    path("moi/", desk.CreateView.as_view(), name="create"),
    path("<int:pk>/", views.HouseholdPageView.as_view(), name="page"),
    path("<int:pk>/dien-bien/", views.TimelineView.as_view(), name="timeline"),
    path("<int:pk>/sua/", desk.BasicsView.as_view(), name="basics"),
    path("<int:pk>/lien-lac/", desk.ReachingView.as_view(), name="reaching"),
    path("<int:pk>/dien-ho/", desk.StatusView.as_view(), name="status"),
    path("<int:pk>/chuyen-di/", desk.LeaveView.as_view(), name="leave"),
    path("<int:pk>/tro-ve/", desk.TakeBackView.as_view(), name="take-back"),
    path("<int:pk>/chuyen-thon/", desk.MoveView.as_view(), name="move"),
    path("<int:pk>/tach/", desk.SplitView.as_view(), name="split"),
    path("<int:pk>/nhan-khau/moi/", desk.AddResidentView.as_view(), name="add-resident"),
    path("<int:pk>/nhan-khau/<int:resident>/", desk.ChangeResidentView.as_view(), name="resident"),
    path(
        "<int:pk>/nhan-khau/<int:resident>/roi-ho/",
        desk.EndResidenceView.as_view(),
        name="end-residence",
    ),
    path("<int:pk>/nhan-khau/<int:resident>/chu-ho/", desk.HeadView.as_view(), name="head"),
]
