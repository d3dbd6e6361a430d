"""The road out of poverty."""

from django.urls import path

from apps.issues.roadmap import form_views as forms
from apps.issues.roadmap import views

app_name = "roadmap"
urlpatterns = [
    path("", views.BoardView.as_view(), name="board"),
    path("so-sanh/", views.DifferencesView.as_view(), name="differences"),
    path("so-sanh/<uuid:key>/", views.IncomingView.as_view(), name="incoming"),
    path("quy-dinh/<int:commune>/", forms.RuleView.as_view(), name="rule"),
    path("ho/<int:household>/", views.HouseholdRoadView.as_view(), name="household"),
    path("ho/<int:household>/dang-ky/", forms.TargetView.as_view(), name="target"),
    path("ho/<int:household>/ket-qua/", forms.EndTargetView.as_view(), name="end-target"),
    path("ho/<int:household>/viec/", forms.StepView.as_view(), name="step"),
    path("ho/<int:household>/ho-tro/", forms.SupportView.as_view(), name="support"),
    path("viec/<int:pk>/doi/", forms.ChangeStepView.as_view(), name="change-step"),
    path("viec/<int:pk>/xong/", forms.FinishStepView.as_view(), name="finish-step"),
]
