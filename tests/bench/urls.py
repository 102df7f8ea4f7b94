"""The site map of the service, and the reference page."""

from django.urls import include, path

from grants.urls import handler400 as handler400, handler500 as handler500

from .reference import reference

urlpatterns = [path("bench/reference/", reference), path("", include("grants.urls"))]
