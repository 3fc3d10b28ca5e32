"""The addresses of the live room."""

from django.urls import path

from guanxi.web.live import hook_views, receiving, views

app_name = "live"

urlpatterns = [
    path("hooks/<str:public_id>/", receiving.receive, name="receive"),
    path("data/live/", views.page, name="page"),
    path("data/live/refused/<str:table>/<str:name>/", views.batch, name="batch"),
    path("data/live/hooks/new/", hook_views.new, name="new_hook"),
    path("data/live/hooks/<int:pk>/", hook_views.hook, name="hook"),
    path("data/live/hooks/<int:pk>/edit/", hook_views.edit, name="edit_hook"),
    path("data/live/hooks/<int:pk>/secret/", hook_views.secret, name="secret"),
    path("data/live/hooks/<int:pk>/switch/", hook_views.switch, name="switch"),
    path("data/live/hooks/<int:pk>/try/", hook_views.attempt, name="attempt"),
    path("data/live/hooks/<int:pk>/kept/<str:name>/", hook_views.delivery, name="delivery"),
]
