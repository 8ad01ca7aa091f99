"""The description of the interface, made of the types that it takes and gives."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from burdenshare._version import __version__
from burdenshare.web import forms

_GIVEN = (
    forms.CasesGiven,
    forms.CaseGiven,
    forms.RunGiven,
    forms.OverlayGiven,
    forms.ErrorGiven,
)
_TAKEN = (forms.RunAsk, forms.ReportAsk, forms.Ask, forms.OverlayText)

_ERRORS = {
    "400": "The request is not JSON.",
    "403": "The request comes from another page.",
    "404": "There is no such case.",
    "409": "The client has asked a newer question meanwhile.",
    "413": "The request is too large.",
    "415": "The request is not JSON.",
    "421": "The request names another host.",
    "422": "The request, the case or an assumption needs mending.",
    "501": "An optional package is missing.",
    "503": "It took too long.",
}


def description() -> dict[str, Any]:
    """Give the interface as an OpenAPI document."""
    _, taken = models_json_schema(
        [(kind, "validation") for kind in _TAKEN], ref_template="#/components/schemas/{model}"
    )
    _, given = models_json_schema(
        [(kind, "serialization") for kind in _GIVEN], ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "burdenshare",
            "version": __version__,
            "description": "Answers cases of cost sharing on this machine.",
        },
        "paths": {
            "/api/cases": {"get": _get("List the cases.", forms.CasesGiven)},
            "/api/cases/{case}": {
                "get": {
                    **_get(
                        "Give a case and what may be moved in it.", forms.CaseGiven, "404", "422"
                    ),
                    "parameters": [
                        _parameter("case", "path", {"type": "string", "minLength": 1}),
                        _parameter("as_of", "query", {"type": "string", "format": "date"}),
                        _parameter(
                            "draws",
                            "query",
                            {"type": "integer", "minimum": 1, "maximum": forms.MOST_DRAWS},
                        ),
                    ],
                }
            },
            "/api/run": {
                "post": _post("Answer a case under assumptions.", forms.RunAsk, forms.RunGiven)
            },
            "/api/report": {"post": _file("Write a report.", forms.ReportAsk, _REPORTS)},
            "/api/overlay": {
                "post": _file(
                    "Write assumptions as an overlay file.", forms.Ask, ("application/yaml",)
                )
            },
            "/api/overlay/read": {
                "post": _post("Read an overlay file.", forms.OverlayText, forms.OverlayGiven)
            },
        },
        "components": {"schemas": {**taken["$defs"], **given["$defs"]}},
    }


_REPORTS = (
    "text/html",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/json",
    "text/csv",
    "application/zip",
    "application/x-tex",
)


def _parameter(name: str, place: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": schema}


def _reference(kind: type[BaseModel]) -> dict[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{kind.__name__}"}}


def _errors(*codes: str) -> dict[str, Any]:
    body = {"application/json": _reference(forms.ErrorGiven)}
    return {code: {"description": _ERRORS[code], "content": body} for code in codes}


def _get(summary: str, given: type[BaseModel], *codes: str) -> dict[str, Any]:
    content = {"application/json": _reference(given)}
    answered = {"200": {"description": "Done.", "content": content}}
    return {"summary": summary, "responses": {**answered, **_errors(*codes, "421", "503")}}


def _taking(taken: type[BaseModel]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": _reference(taken)}}


def _post(summary: str, taken: type[BaseModel], given: type[BaseModel]) -> dict[str, Any]:
    content = {"application/json": _reference(given)}
    answered = {"200": {"description": "Done.", "content": content}}
    return {
        "summary": summary,
        "requestBody": _taking(taken),
        "responses": {**answered, **_errors(*_ERRORS)},
    }


def _file(summary: str, taken: type[BaseModel], types: tuple[str, ...]) -> dict[str, Any]:
    content: dict[str, Any] = {kind: {} for kind in types}
    answered = {"200": {"description": "The file.", "content": content}}
    return {
        "summary": summary,
        "requestBody": _taking(taken),
        "responses": {**answered, **_errors(*_ERRORS)},
    }
