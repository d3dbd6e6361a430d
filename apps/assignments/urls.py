"""Plans of assignment, for pages and for programs."""

from django.urls import path

from apps.assignments.papers.api import PaperView
from apps.assignments.plans import ability_api, api, gaps_api, run_api

app_name = "plans"
_PLAN = "api/plans/<int:pk>/"
_RUN = "api/plans/runs/<uuid:key>/"
_RULES = "api/plans/rules/<int:pk>/"
_ABILITY = "api/plans/people/<int:pk>/ability/"
urlpatterns = [
    path("api/plans/", api.PlansView.as_view(), name="list"),
    path("api/plans/start/", api.StartView.as_view(), name="start"),
    path("api/plans/gaps/", gaps_api.GapsView.as_view(), name="gaps-today"),
    path("api/plans/schema/", run_api.SchemaView.as_view(), name="schema"),
    path("api/plans/runs/", run_api.RunsView.as_view(), name="runs"),
    path("api/plans/runs/start/", run_api.StartRunView.as_view(), name="run-start"),
    path(_RUN, run_api.RunDetailView.as_view(), name="run"),
    path(f"{_RUN}cancel/", run_api.CancelRunView.as_view(), name="run-cancel"),
    path(f"{_RUN}accept/", run_api.AcceptRunView.as_view(), name="run-accept"),
    path(f"{_RUN}drop/", run_api.DropRunView.as_view(), name="run-drop"),
    path(_RULES, run_api.RuleView.as_view(), name="rule"),
    path(f"{_RULES}save/", run_api.SaveRuleView.as_view(), name="rule-save"),
    path(f"{_RULES}capacities/", ability_api.CapacitiesView.as_view(), name="capacities"),
    path(
        f"{_RULES}capacities/save/",
        ability_api.SaveCapacitiesView.as_view(),
        name="capacities-save",
    ),
    path(_ABILITY, ability_api.AbilityView.as_view(), name="ability"),
    path(f"{_ABILITY}save/", ability_api.SaveAbilityView.as_view(), name="ability-save"),
    path(_PLAN, api.PlanDetailView.as_view(), name="plan"),
    path(f"{_PLAN}board/", api.BoardView.as_view(), name="board"),
    path(f"{_PLAN}edits/", api.EditsView.as_view(), name="edits"),
    path(f"{_PLAN}story/", api.StoryView.as_view(), name="story"),
    path(f"{_PLAN}outcome/", api.OutcomeView.as_view(), name="outcome"),
    path(f"{_PLAN}gaps/", gaps_api.PlanGapsView.as_view(), name="gaps"),
    path(f"{_PLAN}drift/", gaps_api.DriftView.as_view(), name="drift"),
    path(f"{_PLAN}why/<int:household>/", gaps_api.WhyView.as_view(), name="why"),
    path(f"{_PLAN}why-unit/<int:unit>/", gaps_api.WhyUnitView.as_view(), name="why-unit"),
    path(f"{_PLAN}secretaries/", api.SecretaryView.as_view(), name="secretaries"),
    path(f"{_PLAN}papers/", PaperView.as_view(), name="papers"),
    path(f"{_PLAN}pairs/", api.PairsView.as_view(), name="pairs"),
    path(f"{_PLAN}locks/", api.LocksView.as_view(), name="locks"),
    path(f"{_PLAN}bans/", api.BansView.as_view(), name="bans"),
    path(f"{_PLAN}duties/", api.DutiesView.as_view(), name="duties"),
    path(f"{_PLAN}undo/", api.UndoView.as_view(), name="undo"),
    path(f"{_PLAN}propose/", api.ProposeView.as_view(), name="propose"),
    path(f"{_PLAN}submit/", api.SubmitView.as_view(), name="submit"),
    path(f"{_PLAN}return/", api.ReturnView.as_view(), name="return"),
    path(f"{_PLAN}drop/", api.DropView.as_view(), name="drop"),
    path(f"{_PLAN}resolve/", api.ResolveView.as_view(), name="resolve"),
    path(f"{_PLAN}correct/", api.CorrectView.as_view(), name="correct"),
    path(f"{_PLAN}corrections/", api.CorrectionsView.as_view(), name="corrections"),
    path(f"{_PLAN}amend/", api.AmendView.as_view(), name="amend"),
]
