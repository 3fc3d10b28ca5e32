"""The addresses of the kit room."""

from django.urls import path

from guanxi.web.kit import views

app_name = "kit"

urlpatterns = [
    path("audit/", views.audit, name="audit"),
]
