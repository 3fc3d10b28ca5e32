"""The addresses of the identity room."""

from django.urls import path

from guanxi.web.identity import merging_views, views

app_name = "identity"

urlpatterns = [
    path("data/identity/", views.listed, name="pairs"),
    path("data/identity/search/", views.ask, name="ask"),
    path("data/identity/jobs/<int:pk>/", views.job, name="job"),
    path("data/identity/pairs/<int:pk>/one/", views.accept, name="accept"),
    path("data/identity/pairs/<int:pk>/two/", views.reject, name="reject"),
    path("data/identity/pairs/<int:pk>/reconsider/", views.reconsider, name="reconsider"),
    path("data/identity/accept-all/", views.accept_all, name="accept_all"),
    path("data/identity/merged/", merging_views.merged, name="merged"),
    path("data/identity/compare/", merging_views.compare, name="compare"),
    path("data/identity/merge/", merging_views.merge, name="merge"),
    path("data/identity/separate/", merging_views.separate, name="separate"),
    path("data/identity/changes/<slug:change_id>/undo/", merging_views.undo, name="undo"),
]
