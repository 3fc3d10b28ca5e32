"""The addresses of the imports room."""

from django.urls import path

from guanxi.web.imports import change_views, rules_views, views

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
    path("data/rules/", rules_views.every, name="rules"),
    path("data/rules/step/", rules_views.step, name="rules-step"),
    path("data/rules/begin/", rules_views.begin, name="rules-begin"),
    path("data/rules/undo/", rules_views.undo, name="rules-undo"),
    path("data/rules/drop/", rules_views.drop, name="rules-drop"),
    path("data/rules/rule/", rules_views.rule, name="rule"),
    path("data/rules/try/", rules_views.trial, name="rules-try"),
    path("data/rules/keep/", rules_views.keep, name="rules-keep"),
    path("data/rules/apply/", rules_views.apply, name="rules-apply"),
    path("data/rules/apply/<int:pk>/", rules_views.go_on, name="rules-go-on"),
    path("data/rules/rules.json", rules_views.export, name="rules-export"),
    path("data/rules/bring/", rules_views.bring, name="rules-bring"),
    path("data/history/<slug:table>/", change_views.history, name="history"),
]
