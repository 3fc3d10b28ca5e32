"""The addresses of the asking room. Those under /s/ are answered by `middleware`, before all else."""

from django.urls import path

from guanxi.web.asking import public_views

app_name = "asking"

urlpatterns = [
    path("s/<str:token>/", public_views.answer, name="answer"),
    path("s/<str:token>/stop/", public_views.stop, name="stop"),
]
