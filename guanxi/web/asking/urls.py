"""The addresses of the asking room. Those under /s/ are answered by `middleware`, before all else."""

from django.urls import path

from guanxi.web.asking import public_views, views

app_name = "asking"

urlpatterns = [
    path("s/<str:token>/", public_views.answer, name="answer"),
    path("s/<str:token>/stop/", public_views.stop, name="stop"),
    path("asking/", views.overview, name="overview"),
    path("asking/bounces/", views.bounces, name="bounces"),
    path("asking/rules/", views.decide, name="decide"),
    path("asking/<int:pk>/", views.fieldwork, name="fieldwork"),
    path("asking/<int:pk>/close/", views.close, name="close"),
    path("asking/<int:pk>/links/", views.make_link, name="make_link"),
    path("asking/<int:pk>/links/<int:link>/", views.switch_link, name="switch_link"),
    path("asking/<int:pk>/rules/", views.make_rule, name="make_rule"),
    path("asking/<int:pk>/rules/<int:rule>/", views.switch_rule, name="switch_rule"),
    path("asking/<int:pk>/invite/", views.invite, name="invite"),
    path("asking/<int:pk>/answers.csv", views.export, name="export"),
]
