"""The addresses of the privacy room."""

from django.urls import path

from guanxi.web.privacy import retention_views, views

app_name = "privacy"

urlpatterns = [
    path("data/privacy/", views.one_person, name="person"),
    path("data/privacy/export/", views.export, name="export"),
    path("data/privacy/erase/", views.erase, name="erase"),
    path("data/privacy/erasures/<slug:change_id>/go-on/", views.go_on, name="go-on"),
    path("data/privacy/retention/", retention_views.retention_rules, name="retention"),
    path("data/privacy/retention/carry-out/", retention_views.carry_out, name="carry-out"),
]
