"""The addresses of the followups room."""

from django.urls import path

from guanxi.web.followups import views

app_name = "followups"

urlpatterns = [
    path("my-day/", views.my_day, name="my_day"),
    path("follow-ups/<int:pk>/", views.card, name="card"),
    path("follow-ups/<int:pk>/call/", views.call, name="call"),
    path("follow-ups/<int:pk>/reschedule/", views.reschedule, name="reschedule"),
    path("follow-ups/<int:pk>/close/", views.close, name="close"),
    path("follow-ups/<int:pk>/reopen/", views.reopen, name="reopen"),
    path("follow-ups/<int:pk>/reassign/", views.reassign, name="reassign"),
    path("calls/<int:pk>/undo/", views.undo_call, name="undo_call"),
    path("causes/", views.causes, name="causes"),
    path("causes/<slug:key>/", views.cause, name="cause"),
]
