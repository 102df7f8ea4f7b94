"""The site map: who a page is for stands in each view, above its name."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("applicants.urls")),
    path("workshops/", include("workshops.urls")),
    path("", include("grants.funds.urls")),
    path("", include("grants.applications.urls")),
    path("", include("grants.assessment.urls")),
    path("", include("grants.panel.urls")),
    path("", include("grants.awards.urls")),
    path("", include("grants.payments.urls")),
    path("", include("grants.monitoring.urls")),
    path("", include("grants.closure.urls")),
    path("", include("grants.casework.urls")),
]

handler400 = "applicants.errors.bad_request"
handler500 = "applicants.errors.server_error"
