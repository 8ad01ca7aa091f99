"""The application: the page, the files that it needs, and the interface behind it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from burdenshare._version import __version__
from burdenshare.cases.overlay import overlay_text, parse_overlay, problems_of
from burdenshare.errors import BurdenshareError, CaseError, CaseProblem, MissingPackageError
from burdenshare.web import forms
from burdenshare.web.desk import Desk, OverloadedError, OvertakenError
from burdenshare.web.files import write_report
from burdenshare.web.guard import LOOPBACK, MOST_BYTES, Guard, error, too_large
from burdenshare.web.openapi import description
from burdenshare.web.shelf import NoSuchCaseError, Shelf

HERE = Path(__file__).parent

Form = TypeVar("Form", bound=BaseModel)


class _TooLargeError(Exception):
    """The body of a request is larger than it may be."""


def create_app(folder: Path | None = None, *, hosts: Collection[str] = LOOPBACK) -> Starlette:
    """Make the application.

    Parameters
    ----------
    folder : Path, optional
        A folder whose case files may be opened beside the cases that ship.
    hosts : collection of str
        Names under which it is served; a request that names another is refused.
    """
    desk = Desk(Shelf(folder))
    app = Starlette(
        routes=[
            Route("/", _page),
            Route("/api/cases", partial(_cases, desk)),
            Route("/api/cases/{case:str}", partial(_case, desk)),
            Route("/api/run", partial(_run, desk), methods=["POST"]),
            Route("/api/report", partial(_report, desk), methods=["POST"]),
            Route("/api/overlay", partial(_overlay, desk), methods=["POST"]),
            Route("/api/overlay/read", _read_overlay, methods=["POST"]),
            Route("/openapi.json", _openapi),
            Mount("/static", StaticFiles(directory=HERE / "static")),
            Mount("/vendor", StaticFiles(directory=HERE / "vendor")),
        ],
        exception_handlers={
            HTTPException: _http_error,
            ValidationError: _form_error,
            _TooLargeError: lambda request, raised: too_large(),
            OvertakenError: _overtaken,
            OverloadedError: _overloaded,
            MissingPackageError: _missing,
            CaseError: _case_error,
            BurdenshareError: _problem,
            NoSuchCaseError: _no_case,
            Exception: _unexpected,
        },
    )
    app.add_middleware(Guard, hosts=hosts)
    app.state.desk = desk
    return app


# --- what is asked --------------------------------------------------------------------------------


async def _page(request: Request) -> Response:
    return FileResponse(HERE / "static" / "index.html")


async def _openapi(request: Request) -> Response:
    return JSONResponse(description())


async def _cases(desk: Desk, request: Request) -> Response:
    listed = await desk.ask("", desk.shelf.listed)
    rows = [dataclasses.asdict(case) for case in listed]
    return JSONResponse({"cases": rows, "version": __version__})


async def _case(desk: Desk, request: Request) -> Response:
    asked = forms.Ask.model_validate({"case": request.path_params["case"], **_query(request)})
    work = partial(desk.case, asked.case, asked.as_of, asked.draws)
    return JSONResponse(await desk.ask("", work))


def _query(request: Request) -> dict[str, Any]:
    found: dict[str, Any] = dict(request.query_params)
    unknown = sorted(set(found) - {"as_of", "draws"})
    if unknown:
        raise HTTPException(
            422, f"There is no parameter {unknown[0]!r}; there are as_of and draws."
        )
    if found.get("draws", "").isdecimal() and len(found["draws"]) < 10:
        found["draws"] = int(found["draws"])
    return found


async def _run(desk: Desk, request: Request) -> Response:
    asked = await _form(request, forms.RunAsk)
    return JSONResponse(await desk.ask(asked.client, partial(desk.run, asked)))


async def _report(desk: Desk, request: Request) -> Response:
    asked = await _form(request, forms.ReportAsk)
    file = await desk.ask("", lambda: write_report(desk.answer(asked), asked.format))
    return _download(file.content, file.media_type, file.name)


async def _overlay(desk: Desk, request: Request) -> Response:
    asked = await _form(request, forms.Ask)

    def write() -> tuple[str, str]:
        answer = desk.answer(asked)  # so that what is saved is known to fit the case
        slug, digest = desk.digest(asked)
        about = [
            f"Assumptions about {answer.title}.",
            f"burdenshare run {asked.case} --overlay FILE",
            *(
                f"{change.label}: the case has "
                f"{change.own.full_text if change.own else 'no number of its own'}"
                for change in answer.changes
            ),
        ]
        return slug, overlay_text(asked.overlay(slug, digest), about)

    slug, text = await desk.ask("", write)
    return _download(text.encode(), "application/yaml", f"{slug}-overlay.yaml")


async def _read_overlay(request: Request) -> Response:
    form = await _form(request, forms.OverlayText)
    overlay = parse_overlay(form.text, "overlay").overlay
    plain = overlay.model_dump(mode="json", exclude_none=True)
    empty: dict[str, Any] = dict.fromkeys(("as_of", "figure", "draws", "seed"))
    changes = {
        path: {name: v for name, v in change.items() if name != "versions"}
        for path, change in plain.get("changes", {}).items()
    }
    wanted = {name: plain.get(name, default) for name, default in empty.items()}
    day = overlay.as_of.isoformat() if overlay.as_of else None
    return JSONResponse({"case": overlay.case, **wanted, "as_of": day, "changes": changes})


def _download(content: bytes, media_type: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


async def _form(request: Request, kind: type[Form]) -> Form:
    """Read the body of a request, as far as it may go, as one of the forms."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > MOST_BYTES:
            raise _TooLargeError
    try:
        data = json.loads(bytes(content), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise HTTPException(400, "The request is not JSON.") from None
    return kind.model_validate(data)


def _no_constant(name: str) -> float:
    raise ValueError(name)


# --- what goes wrong, in one shape ----------------------------------------------------------------


async def _http_error(request: Request, raised: Exception) -> Response:
    assert isinstance(raised, HTTPException)
    words = {404: "There is nothing here.", 405: "This cannot be asked in this way."}
    message = words.get(raised.status_code, str(raised.detail))
    response = error(raised.status_code, "http", message)
    response.headers.update(raised.headers or {})
    return response


async def _form_error(request: Request, raised: Exception) -> Response:
    assert isinstance(raised, ValidationError)
    problems = problems_of(raised, {}, "request")
    return error(422, "request", str(problems[0]), _plain(problems[:50]))


async def _case_error(request: Request, raised: Exception) -> Response:
    assert isinstance(raised, CaseError)
    return error(422, "case", str(raised.problems[0]), _plain(raised.problems[:50]))


async def _problem(request: Request, raised: Exception) -> Response:
    return error(422, "problem", str(raised))


async def _missing(request: Request, raised: Exception) -> Response:
    return error(501, "missing", str(raised))


async def _no_case(request: Request, raised: Exception) -> Response:
    return error(404, "case", "There is no such case here.")


async def _overtaken(request: Request, raised: Exception) -> Response:
    return error(409, "overtaken", "A newer question has taken the place of this one.")


async def _overloaded(request: Request, raised: Exception) -> Response:
    return error(503, "overloaded", "It took too long; ask for fewer draws, or try again.")


async def _unexpected(request: Request, raised: Exception) -> Response:
    return error(
        500, "unexpected", "Something went wrong in the program; its words are in the log."
    )


def _plain(problems: Collection[CaseProblem]) -> list[dict[str, object]]:
    fields = ("path", "line", "column", "field", "message", "hint")
    return [{name: getattr(problem, name) for name in fields} for problem in problems]
