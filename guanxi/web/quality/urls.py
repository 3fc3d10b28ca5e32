"""The addresses of the quality room."""

from django.urls import path

from guanxi.web.quality import views

app_name = "quality"

urlpatterns = [
    path("data/quality/", views.page, name="quality"),
    path("data/quality/findings.csv", views.export, name="export"),
    path("data/quality/look/", views.ask, name="ask"),
    path("data/quality/look/<int:pk>/", views.look, name="look"),
]
