from django.urls import path

from . import views
from .recovering import views as recovering

urlpatterns = [
    path("cases/<slug:reference>/close/", views.case_close, name="case_close"),
    path("cases/<slug:reference>/terminate/", views.case_terminate, name="case_terminate"),
    path("cases/<slug:reference>/money-back/", recovering.case_money_back, name="case_money_back"),
    path(
        "cases/<slug:reference>/money-back/ask/", recovering.money_back_ask, name="money_back_ask"
    ),
    path(
        "cases/<slug:reference>/money-back/came/",
        recovering.money_back_unasked,
        name="money_back_unasked",
    ),
    path("money-back/", recovering.money_back_list, name="money_back_list"),
    path("money-back/<slug:reference>/", recovering.money_back_decide, name="money_back_decide"),
    path("money-back/<slug:reference>/drop/", recovering.money_back_drop, name="money_back_drop"),
    path("money-back/<slug:reference>/came/", recovering.money_back_came, name="money_back_came"),
    path(
        "money-back/<slug:reference>/write-off/",
        recovering.money_back_write_off,
        name="money_back_write_off",
    ),
    path("money-back/answer/<slug:reference>/", recovering.settlement, name="settlement"),
]
