"""Who may open a page: `@needs("insight.see")` on a view; what its rows are is decided by `visible_to`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from guanxi.errors import NotAllowed


def needs(permission: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Refuse the page to a person whose role lacks the permission."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.can(permission):
                raise NotAllowed(what=permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission
        return guarded

    return decorate
