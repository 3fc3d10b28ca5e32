"""The addresses of the overview room."""

from django.urls import path

from guanxi.web.overview import said_views, views

app_name = "overview"

urlpatterns = [
    path("overview/", views.overview, name="overview"),
    path("satisfaction/", said_views.page, name="said"),
    path("outcomes/", views.outcomes, name="outcomes"),
]
