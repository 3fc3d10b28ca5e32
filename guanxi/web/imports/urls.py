"""The addresses of the imports room."""

from django.urls import path

from guanxi.web.imports import change_views, views

app_name = "imports"

urlpatterns = [
    path("data/imports/", views.every, name="every"),
    path("data/imports/new/", views.new, name="new"),
    path("data/imports/<int:pk>/", views.job, name="job"),
    path("data/imports/<int:pk>/choose/", views.choose, name="choose"),
    path("data/imports/<int:pk>/progress/", views.progress, name="progress"),
    path("data/imports/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("data/changes/<slug:change_id>/", change_views.change, name="change"),
    path("data/changes/<slug:change_id>/set-aside.csv", views.aside, name="aside"),
    path("data/changes/<slug:change_id>/undo/", change_views.undo, name="undo"),
    path("data/history/<slug:table>/", change_views.history, name="history"),
]
