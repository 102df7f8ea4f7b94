"""Applying together."""

from django.urls import path

from . import views

urlpatterns = [
    path("applications/<slug:reference>/partners/", views.partners, name="partners"),
    path("applications/<slug:reference>/partners/add/", views.partner_add, name="partner_add"),
    path("partners/link/<slug:token>/", views.partner_link, name="partner_link"),
    path("partners/<slug:reference>/", views.partner, name="partner"),
    path("partners/<slug:reference>/again/", views.partner_again, name="partner_again"),
    path("partners/<slug:reference>/remove/", views.partner_remove, name="partner_remove"),
    path("partners/<slug:reference>/yes/", views.partner_confirm, name="partner_confirm"),
    path("partners/<slug:reference>/no/", views.partner_decline, name="partner_decline"),
]
