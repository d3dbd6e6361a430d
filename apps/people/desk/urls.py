"""The office's people desk."""

from django.urls import path

from apps.people.desk import adding, cell_edits, duty_edits, edits, mistake_edits, term_edits, views

app_name = "people"
urlpatterns = [
    path("", views.MembersView.as_view(), name="members"),
    path("can-bo/", views.OfficersView.as_view(), name="officers"),
    path("viec-thon/", views.WorkersView.as_view(), name="workers"),
    path("chuc-vu/", views.PostsView.as_view(), name="posts"),
    path("chi-bo/", views.CellsView.as_view(), name="cells"),
    path("nhiem-ky/", views.TermsView.as_view(), name="terms"),
    path("moi/dang-vien/", adding.AddMemberView.as_view(), name="add-member"),
    path("moi/can-bo/", adding.AddOfficerView.as_view(), name="add-officer"),
    path("moi/viec-thon/", adding.AddWorkerView.as_view(), name="add-worker"),
    path("<int:pk>/", views.PersonView.as_view(), name="person"),
    path("<int:pk>/sua/", edits.EditPersonView.as_view(), name="edit"),
    path("<int:pk>/vao-chi-bo/", edits.JoinView.as_view(), name="join"),
    path("<int:pk>/chuyen-chi-bo/", edits.ChangeCellView.as_view(), name="change-cell"),
    path("<int:pk>/roi-chi-bo/", edits.LeaveView.as_view(), name="leave"),
    path("<int:pk>/sinh-hoat/", edits.EditMembershipView.as_view(), name="membership"),
    path("<int:pk>/giao-chuc-vu/", duty_edits.GivePostView.as_view(), name="give-post"),
    path("<int:pk>/giao-chuc-danh/", duty_edits.GiveOfficeView.as_view(), name="give-office"),
    path("<int:pk>/giao-viec-thon/", duty_edits.GiveWorkView.as_view(), name="give-work"),
    path("chuc-vu/<int:pk>/thoi/", duty_edits.EndPostView.as_view(), name="end-post"),
    path("can-bo/<int:pk>/thoi/", duty_edits.EndOfficeView.as_view(), name="end-office"),
    path("can-bo/<int:pk>/sua/", duty_edits.EditOfficeView.as_view(), name="edit-office"),
    path("viec-thon/<int:pk>/thoi/", duty_edits.EndWorkView.as_view(), name="end-work"),
    path(
        "chuc-vu/<int:pk>/ghi-nham/", mistake_edits.WithdrawPostView.as_view(), name="withdraw-post"
    ),
    path(
        "can-bo/<int:pk>/ghi-nham/",
        mistake_edits.WithdrawOfficeView.as_view(),
        name="withdraw-office",
    ),
    path(
        "viec-thon/<int:pk>/ghi-nham/",
        mistake_edits.WithdrawWorkView.as_view(),
        name="withdraw-work",
    ),
    path(
        "sinh-hoat/<int:pk>/ghi-nham/",
        mistake_edits.WithdrawMembershipView.as_view(),
        name="withdraw-membership",
    ),
    path("nhiem-ky/moi/", term_edits.AddTermView.as_view(), name="add-term"),
    path("nhiem-ky/<int:pk>/", term_edits.EditTermView.as_view(), name="edit-term"),
    path("chi-bo/moi/", cell_edits.AddCellView.as_view(), name="add-cell"),
    path("chi-bo/<int:pk>/", views.CellView.as_view(), name="cell"),
    path("chi-bo/<int:pk>/sua/", cell_edits.EditCellView.as_view(), name="edit-cell"),
    path("chi-bo/<int:pk>/them-to/", cell_edits.AddGroupView.as_view(), name="add-group"),
    path("chi-bo/<int:pk>/xep-to/", cell_edits.PlaceMembersView.as_view(), name="place-members"),
    path("chi-bo/<int:pk>/ket-thuc/", cell_edits.EndCellView.as_view(), name="end-cell"),
]
