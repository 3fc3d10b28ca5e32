"""The API's documentation as a page of ours: no script from elsewhere, under the same strict policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from guanxi.web.api.api import api
from guanxi.web.kit.access import needs

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One address and method, as the page shows it."""

    method: str
    path: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    body: dict[str, Any] | None
    answers: list[tuple[str, str]]

    @property
    def anchor(self) -> str:
        return f"{self.method}-{self.path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}"


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """What a program can ask."""
    if not request.user.is_authenticated:
        return redirect(f"/account/login/?next={request.path}")
    return _docs(request)


@needs("api.use")
def _docs(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema()
    schemas = schema["components"]["schemas"]
    operations = [
        _operation(method, path, found[method], schemas)
        for path, found in schema["paths"].items()
        for method in METHODS
        if method in found
    ]
    address = request.build_absolute_uri("/api/v1")
    return render(request, "api/docs.html", {"operations": operations, "address": address})


def _operation(method: str, path: str, found: dict[str, Any], schemas: dict[str, Any]) -> Operation:
    body = found.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return Operation(
        method=method.upper(),
        path=path,
        summary=found.get("summary", ""),
        description=found.get("description", ""),
        parameters=[each | {"kind": _kind(each.get("schema", {}))} for each in found.get("parameters", [])],
        body=_fields(body, schemas) if body else None,
        answers=[(str(code), _name(answer)) for code, answer in found.get("responses", {}).items()],
    )


def _fields(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The fields of a body: name -> kind and description."""
    whole = schemas[schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema
    needed = whole.get("required", [])
    return {
        name: {"kind": _kind(each), "description": each.get("description", ""), "required": name in needed}
        for name, each in whole.get("properties", {}).items()
    }


def _kind(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " | ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}))} …"
    return schema.get("format") or schema.get("type") or ""


def _name(answer: dict[str, Any]) -> str:
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    inner = schema.get("items", schema)
    name = inner.get("$ref", "").rsplit("/", 1)[-1]
    return f"{name} …" if "items" in schema else name
