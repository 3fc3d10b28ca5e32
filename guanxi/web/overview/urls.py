"""The addresses of the overview room."""

from django.urls import path

from guanxi.web.overview import views

app_name = "overview"

urlpatterns = [
    path("overview/", views.overview, name="overview"),
    path("outcomes/", views.outcomes, name="outcomes"),
]
