"""Pages of issues."""

from django.urls import path

from apps.issues.attachments import views as attachments
from apps.issues.blanking import views as blanking
from apps.issues.desk import (
    cause_views,
    deadlines_views,
    report_views,
    template_views,
    views,
)

app_name = "issues"
urlpatterns = [
    path("", views.IssueListView.as_view(), name="list"),
    path("<int:pk>/", views.ShowView.as_view(), name="show"),
    path("<int:pk>/buoc/", views.StepView.as_view(), name="step"),
    path("<int:pk>/nguyen-nhan/", cause_views.LinkView.as_view(), name="cause-link"),
    path("<int:pk>/xoa-loi/", blanking.BlankView.as_view(), name="blank"),
    path("<int:pk>/tep/", attachments.AttachView.as_view(), name="attach"),
    path("tep/<int:pk>/", attachments.FileView.as_view(), name="file"),
    path("tep/<int:pk>/bo/", attachments.DetachView.as_view(), name="detach"),
    path("nguyen-nhan/", cause_views.CausesView.as_view(), name="causes"),
    path("nguyen-nhan/<int:pk>/", cause_views.CauseView.as_view(), name="cause"),
    path("bao/<int:household>/", report_views.ReportView.as_view(), name="report"),
    path("mau-tra-loi/", template_views.TemplatesView.as_view(), name="templates"),
    path("mau-tra-loi/<int:pk>/", template_views.TemplateView.as_view(), name="template"),
    path("thoi-han/", deadlines_views.DeadlinesView.as_view(), name="deadlines"),
]
