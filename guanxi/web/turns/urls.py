"""The addresses of the turns room."""

from django.urls import path

from guanxi.web.turns import settings_views, views

app_name = "turns"

urlpatterns = [
    path("data/", views.data, name="data"),
    path("data/tables/<slug:name>/", views.table, name="table"),
    path("data/settings/", settings_views.settings, name="settings"),
    path("data/turns/start/", views.start, name="start"),
    path("data/turns/<int:pk>/", views.job, name="job"),
]
