"""The addresses of the live room."""

from django.urls import path

from guanxi.web.live import receiving

app_name = "live"

urlpatterns = [
    path("hooks/<str:public_id>/", receiving.receive, name="receive"),
]
