"""The addresses of the surveys room."""

from django.urls import path

from guanxi.web.surveys import answers_views, builder_views, preview_views, views

app_name = "surveys"

urlpatterns = [
    path("surveys/", views.listed, name="listed"),
    path("surveys/new/", views.choose, name="choose"),
    path("surveys/begin/", views.begin, name="begin"),
    path("surveys/take-in/", views.take_in, name="take_in"),
    path("surveys/of/<slug:key>/", views.survey, name="survey"),
    path("surveys/of/<slug:key>/build/", builder_views.build, name="build"),
    path("surveys/of/<slug:key>/preview/", preview_views.preview, name="preview"),
    path("surveys/of/<slug:key>/survey.json", views.export, name="export"),
    path("surveys/of/<slug:key>/draft/", views.begin_draft, name="begin_draft"),
    path("surveys/of/<slug:key>/drop/", views.drop_draft, name="drop_draft"),
    path("surveys/of/<slug:key>/restore/", views.restore, name="restore"),
    path("surveys/of/<slug:key>/duplicate/", views.duplicate, name="duplicate"),
    path("surveys/of/<slug:key>/ready/", views.ready, name="ready"),
    path("surveys/of/<slug:key>/open/", views.open_version, name="open"),
    path("surveys/of/<slug:key>/answers/", answers_views.take_in, name="answers"),
    path("surveys/of/<slug:key>/close/", views.close, name="close"),
]
