"""The addresses of the planning room."""

from django.urls import path

from guanxi.web.planning import budget_views, ltv_views, plans_views

app_name = "planning"

urlpatterns = [
    path("planning/ltv/", ltv_views.page, name="ltv"),
    path("planning/ltv/<int:pk>/", ltv_views.page, name="ltv_plan"),
    path("planning/budget/", budget_views.page, name="budget"),
    path("planning/budget/<int:pk>/", budget_views.page, name="budget_plan"),
    path("planning/explain/<slug:result>/", ltv_views.explain, name="explain"),
    path("planning/plans/", plans_views.listed, name="plans"),
    path("planning/plans/<int:pk>/rename/", plans_views.rename, name="rename"),
    path("planning/plans/<int:pk>/duplicate/", plans_views.duplicate, name="duplicate"),
    path("planning/plans/<int:pk>/delete/", plans_views.delete, name="delete"),
    path("planning/plans/<int:pk>/restore/", plans_views.restore, name="restore"),
]
