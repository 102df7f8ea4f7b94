"""The panel: called, prepared, sitting, signed."""

from django.urls import path

from .views import deciding, fairness, meetings, minutes, packs, try_outs

PANEL = "panels/<slug:reference>/"

urlpatterns = [
    path("panels/", meetings.panel_list, name="panel_list"),
    path("rounds/<slug:reference>/panel/", meetings.panel_add, name="panel_add"),
    path("cases/<slug:reference>/decide/", deciding.decide_alone, name="decide_alone"),
    path(PANEL, deciding.panel, name="panel"),
    path(f"{PANEL}change/", meetings.panel_change, name="panel_change"),
    path(f"{PANEL}order/", meetings.panel_order, name="panel_order"),
    path(f"{PANEL}open/", meetings.panel_open, name="panel_open"),
    path(f"{PANEL}waiting/", meetings.panel_waiting, name="panel_waiting"),
    path(f"{PANEL}cases/<slug:case>/", deciding.panel_item, name="panel_item"),
    path(f"{PANEL}try/", try_outs.panel_try, name="panel_try"),
    path(f"{PANEL}try/<slug:kept>/", try_outs.panel_try, name="panel_try_kept"),
    path(f"{PANEL}try/<slug:kept>/remove/", try_outs.try_out_remove, name="try_out_remove"),
    path(f"{PANEL}compare/", try_outs.panel_compare, name="panel_compare"),
    path(f"{PANEL}fairness/", fairness.panel_fairness, name="panel_fairness"),
    path(f"{PANEL}pack/", packs.panel_pack, name="panel_pack"),
    path(f"{PANEL}pack.pdf", packs.panel_pack_pdf, name="panel_pack_pdf"),
    path(f"{PANEL}minutes/", minutes.panel_minutes, name="panel_minutes"),
    path(f"{PANEL}minutes/sign/", minutes.minutes_sign, name="minutes_sign"),
]
