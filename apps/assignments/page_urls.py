"""The pages of plans of assignment."""

from django.urls import path

from apps.assignments.pages import (
    correcting,
    gaps,
    home,
    households,
    life,
    people,
    printing,
    resolving,
    runs,
    story,
)
from apps.assignments.pages.units import home as tiers
from apps.assignments.pages.units import seats

app_name = "plan-pages"
_CELL = "chi-bo/<int:pk>/"
_RUN = "de-xuat/<uuid:key>/"
_PLAN = "<int:pk>/"
_TIER = "xa/<int:pk>/tang/<int:tier>/"
_UNIT = f"{_PLAN}don-vi/<int:unit>/"
_HOME = f"{_PLAN}ho/<int:household>/"
urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path(_CELL, home.CellView.as_view(), name="cell"),
    path(f"{_CELL}lap/", home.StartView.as_view(), name="start"),
    path(f"{_CELL}con-trong/", gaps.CellGapsView.as_view(), name="cell-gaps"),
    path("xa/<int:pk>/con-trong/", gaps.CommuneGapsView.as_view(), name="commune-gaps"),
    path(f"{_CELL}de-xuat/", runs.AskForCellView.as_view(), name="ask-for-cell"),
    path("xa/<int:pk>/de-xuat/", runs.AskForCommuneView.as_view(), name="ask-for-commune"),
    path(_TIER, tiers.TierView.as_view(), name="tier"),
    path(f"{_TIER}lap/", tiers.StartTierView.as_view(), name="tier-start"),
    path(_RUN, runs.RunView.as_view(), name="run"),
    path(f"{_RUN}dung/", runs.CancelView.as_view(), name="run-cancel"),
    path(f"{_RUN}chi-bo/<int:cell>/lay/", runs.AcceptView.as_view(), name="run-accept"),
    path(f"{_RUN}chi-bo/<int:cell>/bo/", runs.DropRunView.as_view(), name="run-drop"),
    path(_PLAN, people.PlanView.as_view(), name="plan"),
    path(f"{_PLAN}nguoi/<int:person>/", people.DutyView.as_view(), name="duty"),
    path(f"{_PLAN}may-xep/", people.ProposeView.as_view(), name="propose"),
    path(f"{_PLAN}ho/", households.HouseholdsView.as_view(), name="households"),
    path(_HOME, households.HouseholdView.as_view(), name="household"),
    path(f"{_HOME}khoa/", households.LockView.as_view(), name="lock"),
    path(f"{_HOME}khong-giao/", households.BanView.as_view(), name="ban"),
    path(f"{_PLAN}don-vi/", seats.UnitsView.as_view(), name="units"),
    path(_UNIT, seats.UnitView.as_view(), name="unit"),
    path(f"{_UNIT}thoi/", seats.OffView.as_view(), name="unit-off"),
    path(f"{_UNIT}khoa/", seats.LockView.as_view(), name="unit-lock"),
    path(f"{_UNIT}khong-giao/", seats.BanView.as_view(), name="unit-ban"),
    path(f"{_UNIT}thu-ky/", seats.SecretaryView.as_view(), name="unit-secretary"),
    path(f"{_PLAN}con-trong/", gaps.GapsView.as_view(), name="gaps"),
    path(f"{_PLAN}dien-bien/", story.StoryView.as_view(), name="story"),
    path(f"{_PLAN}hoan-tac/", story.UndoView.as_view(), name="undo"),
    path(f"{_PLAN}in/", printing.PrintView.as_view(), name="print"),
    path(f"{_PLAN}trinh/", life.SubmitView.as_view(), name="submit"),
    path(f"{_PLAN}tra-lai/", life.ReturnView.as_view(), name="return"),
    path(f"{_PLAN}bo/", life.DropView.as_view(), name="drop"),
    path(f"{_PLAN}nghi-quyet/", resolving.ResolveView.as_view(), name="resolve"),
    path(f"{_PLAN}sua-so-ngay/", correcting.CorrectView.as_view(), name="correct"),
    path(f"{_PLAN}sua-doi/", life.AmendView.as_view(), name="amend"),
]
