from django.urls import path

from . import views
from .reminding import views as reminding

urlpatterns = [
    path("cases/<slug:reference>/reminder/", reminding.case_reminder, name="case_reminder"),
    path("cases/<slug:reference>/monitoring/", views.monitoring_start, name="monitoring_start"),
    path("reports/<slug:reference>/", views.report, name="report"),
    path("reports/<slug:reference>/save/", views.report_save, name="report_save"),
    path("reports/<slug:reference>/review/", views.report_review, name="report_review"),
]
