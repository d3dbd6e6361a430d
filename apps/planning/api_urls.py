"""What programs ask about trips."""

from django.urls import path

from apps.planning import api

app_name = "trips-api"
urlpatterns = [
    path("api/trips/", api.TripsView.as_view(), name="list"),
    path("api/trips/schema/", api.SchemaView.as_view(), name="schema"),
    path("api/trips/plan/", api.PlanView.as_view(), name="plan"),
    path("api/trips/<int:pk>/", api.TripView.as_view(), name="trip"),
    path("api/trips/<int:pk>/details/", api.DetailsView.as_view(), name="details"),
    path("api/trips/<int:pk>/add/", api.AddView.as_view(), name="add"),
    path("api/trips/<int:pk>/remove/", api.RemoveView.as_view(), name="remove"),
    path("api/trips/<int:pk>/move/", api.MoveView.as_view(), name="move"),
    path("api/trips/<int:pk>/stop/", api.StopView.as_view(), name="stop"),
    path("api/trips/<int:pk>/order/", api.OrderView.as_view(), name="order"),
    path("api/trips/<int:pk>/turn/", api.TurnView.as_view(), name="turn"),
    path("api/trips/<int:pk>/outcome/", api.OutcomeView.as_view(), name="outcome"),
]
