"""The addresses of the experience room."""

from django.urls import path

from guanxi.web.experience import round_views, rounds_views, study_views

app_name = "experience"

urlpatterns = [
    path("experience/", rounds_views.listed, name="rounds"),
    path("drivers/", study_views.drivers, name="drivers"),
    path("experience/open/", rounds_views.open_round, name="open"),
    path("experience/examples/<slug:key>/", rounds_views.start_example, name="example"),
    path("experience/compare/", rounds_views.compare, name="compare"),
    path("experience/rounds/<int:pk>/", round_views.page, name="round"),
    path("experience/rounds/<int:pk>/cells/", round_views.cells, name="cells"),
    path("experience/rounds/<int:pk>/add/<slug:what>/", round_views.add, name="add"),
    path("experience/rounds/<int:pk>/take-out/<slug:what>/<int:key>/", round_views.take_out, name="take_out"),
    path("experience/rounds/<int:pk>/stay/", round_views.stay_as_they_are, name="stay"),
    path("experience/rounds/<int:pk>/take-scores/", round_views.take_scores, name="take_scores"),
    path("experience/rounds/<int:pk>/undo/", round_views.undo, name="undo"),
    path("experience/rounds/<int:pk>/redo/", round_views.redo, name="redo"),
    path("experience/rounds/<int:pk>/pictures/", round_views.pictures, name="pictures"),
    path("experience/rounds/<int:pk>/explain/<slug:result>/", round_views.explain, name="explain"),
    path("experience/rounds/<int:pk>/export.xlsx", round_views.export, name="export"),
    path("experience/rounds/<int:pk>/export.pdf", round_views.pdf, name="pdf"),
    path("experience/rounds/<int:pk>/print/", round_views.printed, name="print"),
    path("experience/rounds/<int:pk>/close/", rounds_views.close, name="close"),
    path("experience/rounds/<int:pk>/open-again/", rounds_views.open_again, name="open_again"),
    path("experience/rounds/<int:pk>/next/", rounds_views.open_next, name="next"),
    path("experience/rounds/<int:pk>/delete/", rounds_views.delete, name="delete"),
    path("experience/rounds/<int:pk>/restore/", rounds_views.restore, name="restore"),
]
