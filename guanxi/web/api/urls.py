"""The addresses of the api room."""

from django.urls import path

from guanxi.web.api import views
from guanxi.web.api.api import api

app_name = "api"

urlpatterns = [
    path("api/docs/", views.docs, name="docs"),
    path("api/v1/", api.urls),
]
