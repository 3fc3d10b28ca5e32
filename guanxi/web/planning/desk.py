"""What every kind of sheet has in common: typed in, shown, saved, taken away and taken in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from guanxi.errors import GuanxiError, NotAllowed
from guanxi.web.kit import toasts
from guanxi.web.kit.refusals import sentence_of
from guanxi.web.kit.requests import wants_part
from guanxi.web.planning import actions, files
from guanxi.web.planning.models import Kind, Plan
from guanxi.web.planning.plans_views import version_seen
from guanxi.web.planning.refusals import UnreadablePlan


@dataclass(frozen=True)
class Desk:
    """One kind of sheet, by what differs between the kinds.

    page, workbench, numbers   templates, from the whole page to what a typed number changes
    address        of a saved plan
    untitled       what an export without a name is called
    sheets         the module of the sheet: FORMAT, from_form, from_document
    understood     a sheet -> what it comes to, with `is_whole` and `said()`
    reshaped       the sheet after one of the buttons that change its shape
    document       the sheet as it is kept
    grids          its tables, for a spreadsheet
    context        what its own page shows
    """

    kind: Kind
    page: str
    workbench: str
    numbers: str
    address: str
    untitled: str | Promise
    sheets: Any
    understood: Callable[[Any], Any]
    reshaped: Callable[[HttpRequest, Any, str], Any]
    document: Callable[[Any, Any], dict[str, Any]]
    grids: Callable[[Any], Any]
    context: Callable[[Any, Any], dict[str, Any]]

    def typed(self, request: HttpRequest, plan: Plan | None) -> HttpResponse:
        """The sheet with what was typed, and what a button asks of it."""
        sheet, asked = self.sheets.from_form(request.POST), request.POST.get("do", "")
        if asked in ("save", "save_as"):
            return self._save(request, sheet, plan if asked == "save" else None)
        if asked.startswith("export."):
            return self._export(request, sheet, asked.removeprefix("export."), plan)
        if asked == "import":
            return self._take_in(request, sheet, plan)
        if asked == "numbers" and wants_part(request):
            return self.shown(request, sheet, plan, template=self.numbers)
        template = self.workbench if wants_part(request) else self.page
        return self.shown(request, self.reshaped(request, sheet, asked), plan, template=template)

    def shown(
        self,
        request: HttpRequest,
        sheet: Any,
        plan: Plan | None,
        *,
        template: str | None = None,
        name: str | None = None,
        refused: str = "",
    ) -> HttpResponse:
        template = template or self.page
        context = {
            "sheet": sheet,
            "plan": plan,
            "name": request.POST.get("name", "") if name is None else name,
            "version": request.POST.get("version") or (plan.version if plan else ""),
            "refused": refused,
            "may_edit": request.user.can("planning.edit"),
            **self.context(sheet, self.understood(sheet)),
            "in_part": template == self.numbers,
        }
        return render(request, template, context, status=422 if refused else 200)

    def _save(self, request: HttpRequest, sheet: Any, plan: Plan | None) -> HttpResponse:
        if not request.user.can("planning.edit"):
            raise NotAllowed(what="planning.edit")
        found, name = self.understood(sheet), request.POST.get("name", "")
        if not found.is_whole:
            said = _("Nothing was saved, and nothing you typed is lost.") + " " + found.said()
            return self.shown(request, sheet, plan, refused=said)
        document = self.document(sheet, found)
        try:
            if plan is None:
                saved = actions.save(request.user, self.kind, name, document)
            else:
                saved = actions.save_again(request.user, plan, name, document, version=version_seen(request))
        except GuanxiError as error:
            return self.shown(request, sheet, plan, refused=sentence_of(error))
        toasts.done(request, _("Saved as “%(name)s”.") % {"name": saved.name})
        return redirect(self.address, saved.pk)

    def _export(self, request: HttpRequest, sheet: Any, form: str, plan: Plan | None) -> HttpResponse:
        """The sheet as it stands, saved or not."""
        found = self.understood(sheet)
        if form not in files.FORMS or not found.is_whole:
            said = _("This cannot be exported yet.") + " " + found.said()
            return self.shown(request, sheet, plan, refused=said)
        typed = " ".join(request.POST.get("name", "").split())
        name = typed or (plan.name if plan else str(self.untitled))
        if form == "json":
            return files.answer(files.as_json(self.document(sheet, found) | {"name": name}), form, name)
        return files.answer(files.as_table(self.grids(found), form), form, name)

    def _take_in(self, request: HttpRequest, sheet: Any, plan: Plan | None) -> HttpResponse:
        """A plan from a JSON file, into a new sheet; where it cannot be read, the sheet stays as it is."""
        file = request.FILES.get("file")
        try:
            document = files.read_json(file.read(files.LARGEST + 1) if file else b"", self.sheets.FORMAT)
            taken = self.sheets.from_document(document)
        except UnreadablePlan as error:
            return self.shown(request, sheet, plan, refused=sentence_of(error))
        toasts.done(request, _("The plan is in the sheet. It is kept once you save it."))
        return self.shown(request, taken, None, name=str(document.get("name") or "")[:80])
