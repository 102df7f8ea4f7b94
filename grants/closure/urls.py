from django.urls import path

from . import views

urlpatterns = [
    path("cases/<slug:reference>/close/", views.case_close, name="case_close"),
    path("cases/<slug:reference>/terminate/", views.case_terminate, name="case_terminate"),
]
