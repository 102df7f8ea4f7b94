from django.urls import path

from . import views
from .accounts import views as accounts

urlpatterns = [
    path("payments/", views.payment_home, name="payment_home"),
    path("payments/prepare/", views.run_prepare, name="run_prepare"),
    path("payments/<slug:reference>/", views.run, name="run"),
    path("payments/<slug:reference>/approve/", views.run_approve, name="run_approve"),
    path("payments/<slug:reference>/cancel/", views.run_cancel, name="run_cancel"),
    path("payments/<slug:reference>/export/", views.run_export, name="run_export"),
    path("payments/<slug:reference>/download/", views.run_download, name="run_download"),
    path("payments/<slug:reference>/paid/", views.run_paid, name="run_paid"),
    path("applications/<slug:reference>/bank-details/", accounts.bank_details, name="bank_details"),
    path(
        "applications/<slug:reference>/bank-details/change/",
        accounts.bank_change,
        name="bank_change",
    ),
    path("cases/<slug:reference>/bank-details/", accounts.bank_check, name="bank_check"),
    path("cases/<slug:reference>/bank-details/show/", accounts.bank_reveal, name="bank_reveal"),
]
