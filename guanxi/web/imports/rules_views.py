"""Which lines are not sales: the firm's rules read, changed, tried, kept, and applied to what is held."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guanxi.errors import BadInput, GuanxiError
from guanxi.facts.changes import new_change_id
from guanxi.sources.rules import read_rules, rule_set, shipped
from guanxi.sources.rules.refusals import UnreadableRules
from guanxi.sources.rules.trial import try_rules
from guanxi.sources.rules.versions import kept_version
from guanxi.web.imports import actions, jobs, queries, rule_forms, rule_pages, rule_steps
from guanxi.web.kit import business, toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id

MOST_BYTES = 2_000_000


class NoRulesFile(BadInput):
    code = "rules.no_file"


@needs("imports.see")
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """The rules in their order and in words."""
    return render(request, "imports/rules.html", rule_pages.every(request.user, _language()))


@needs("imports.edit_rules")
@require_POST
def step(request: HttpRequest) -> HttpResponse:
    """Move a rule, switch it, or take it out of the person's own draft."""
    rules, key = queries.rules_of(request.user), request.POST.get("key", "")
    name = rule_steps.find(rules, key).name(_language())
    match request.POST.get("do"):
        case "up":
            rules, text = rule_steps.moved(rules, key, -1), _("Asked earlier: %(name)s")
        case "down":
            rules, text = rule_steps.moved(rules, key, 1), _("Asked later: %(name)s")
        case "switch":
            rules, text = rule_steps.switched(rules, key), _("Switched: %(name)s")
        case _other:
            rules, text = rule_steps.without(rules, key), _("Taken out: %(name)s")
    actions.draft_rules(request.user, rules)
    toasts.done(request, text % {"name": name})
    return _shown(request)


@needs("imports.edit_rules")
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin with another set: one that is shipped, or an earlier version."""
    version = request.POST.get("version", "")
    found = kept_version(queries.store(), version).rules if version else shipped(request.POST.get("set", ""))
    actions.draft_rules(request.user, found)
    toasts.done(request, _("These rules are your draft now; keep them to make them count."))
    return redirect("imports:rules")


@needs("imports.edit_rules")
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last step back."""
    if actions.undraft_rules(request.user):
        toasts.done(request, _("The last step was taken back."))
    return _shown(request)


@needs("imports.edit_rules")
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    actions.drop_rules_draft(request.user)
    toasts.done(request, _("Your changes were dropped; these are the kept rules."))
    return redirect("imports:rules")


@needs("imports.edit_rules")
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest) -> HttpResponse:
    """One rule: what it asks, and what lines it catches are."""
    rules, key, refused = queries.rules_of(request.user), request.GET.get("key", ""), ""
    known = rule_steps.find(rules, key) if key else None
    form = rule_forms.of_rule(known) if known else rule_forms.RuleForm()
    if request.method == "POST":
        form = rule_forms.posted(request.POST)
        if request.POST.get("do") == "put":
            try:
                named = key or rule_steps.new_key(rules, form.name_en)
                actions.draft_rules(request.user, rule_steps.put(rules, rule_forms.rule(form, named)))
                toasts.done(request, _("It is in your draft; try it, then keep it."))
                return redirect("imports:rules")
            except GuanxiError as error:
                refused = rule_pages.refused(error, _language())
    context = {"key": key, "known": known, "refused": refused, **rule_pages.form(form, _language())}
    page = "imports/_rule.html" if request.htmx else "imports/rule.html"
    return render(request, page, context, status=400 if refused else 200)


@needs("imports.see")
@require_GET
def trial(request: HttpRequest) -> HttpResponse:
    """What the rules, as this person sees them, would say of the purchases held; nothing is written."""
    store, rules = queries.store(), queries.rules_of(request.user)
    found = try_rules(store, rules, in_force=read_rules(store))
    context = rule_pages.trial(found, rules, _language())
    return render(request, "imports/rules.html", {**rule_pages.every(request.user, _language()), **context})


@needs("imports.edit_rules")
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Make the draft the firm's rules."""
    draft = queries.rules_draft(request.user)
    if draft is not None:
        actions.keep_rules(request.user, draft)
        toasts.done(request, _("Kept. What is held says the same as before until you apply them."))
    return redirect("imports:rules")


@needs("imports.edit_rules")
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Have the kept rules applied to what is held."""
    job = actions.apply_rules(
        request.user, change_id=new_change_id(timezone.now()), request_id=request_id(request)
    )
    if job.is_unfinished:
        jobs.run_job.enqueue(job.pk)
    return redirect("imports:job", job.pk)


@needs("imports.edit_rules")
@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with applying rules that stopped."""
    job = queries.job(pk)
    started = actions.run(request.user, job, chosen=job.settings, request_id=request_id(request))
    jobs.run_job.enqueue(started.pk)
    return redirect("imports:job", pk)


@needs("imports.see")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The rules as this person sees them, as a file that `guanxi rules --set` reads."""
    rules = queries.rules_of(request.user)
    response = HttpResponse(rules.as_json(), content_type="application/json")
    name = business.file_name(f"rules-{rules.version}.json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@needs("imports.edit_rules")
@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """Rules from a file, as the person's own draft."""
    file = request.FILES.get("file")
    if file is None or file.size > MOST_BYTES:
        raise NoRulesFile(most=MOST_BYTES // 1_000_000)
    found = rule_set(file.read())
    if r"\u0000" in found.as_json():
        raise UnreadableRules(where="-", why="U+0000")
    actions.draft_rules(request.user, found)
    text = ngettext("%(n)s rule is your draft now.", "%(n)s rules are your draft now.", len(found.rules))
    toasts.done(request, text % {"n": len(found.rules)})
    return redirect("imports:rules")


def _shown(request: HttpRequest) -> HttpResponse:
    """The list as it is now: the part that htmx asked for, or the page anew."""
    if request.htmx:
        return render(request, "imports/_rules.html", rule_pages.every(request.user, _language()))
    return redirect("imports:rules")


def _language() -> str:
    return get_language() or "en"
