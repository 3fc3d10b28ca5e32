"""The addresses of the live room."""

app_name = "live"

urlpatterns: list = []
