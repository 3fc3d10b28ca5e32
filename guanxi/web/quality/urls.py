"""The addresses of the quality room."""

app_name = "quality"

urlpatterns: list = []
