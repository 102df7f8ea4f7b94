"""Messages between a co-op and the fund."""

from django.urls import path

from . import views

urlpatterns = [
    path("applications/<slug:reference>/messages/", views.messages, name="messages"),
    path("applications/<slug:reference>/messages/read/", views.messages_read, name="messages_read"),
    path("cases/messages/", views.message_list, name="message_list"),
    path("cases/<slug:reference>/messages/", views.case_messages, name="case_messages"),
]
