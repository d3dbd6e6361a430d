"""What programs ask about issues."""

from django.urls import path

from apps.issues import api

app_name = "issues-api"
urlpatterns = [
    path("api/issues/", api.IssuesView.as_view(), name="list"),
    path("api/issues/kinds/", api.KindsView.as_view(), name="kinds"),
    path("api/issues/schema/", api.SchemaView.as_view(), name="schema"),
    path("api/issues/report/", api.ReportView.as_view(), name="report"),
    path("api/issues/steps/", api.StepsView.as_view(), name="steps"),
    path("api/issues/days/<int:pk>/", api.KindDaysView.as_view(), name="days"),
    path("api/issues/days/<int:pk>/save/", api.SaveKindDaysView.as_view(), name="days-save"),
    path("api/issues/<int:pk>/", api.IssueView.as_view(), name="issue"),
    path("api/issues/<int:pk>/step/", api.StepView.as_view(), name="step"),
    path("api/issues/<int:pk>/blank/", api.BlankView.as_view(), name="blank"),
]
