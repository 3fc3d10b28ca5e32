"""Who is this customer? Who, standing, time line, forecast, and what other rooms add."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guanxi.web.customers import events
from guanxi.web.customers.queries import customer as visible_customer
from guanxi.web.insight import coming, left, own_gap, queries, standing
from guanxi.web.kit import toasts
from guanxi.web.kit.access import needs


@needs("insight.see")
@require_GET
def page(request: HttpRequest, customer_id: str) -> HttpResponse:
    customer = visible_customer(request.user, customer_id)
    if customer.merged_into_id:
        said = _("%(id)s was found to be this customer.") % {"id": customer_id}
        toasts.done(request, said)
        return redirect("insight:customer", customer.merged_into_id)
    snapshot = queries.current_snapshot()
    profile = queries.profile(request.user, customer_id) if snapshot else None
    orders = queries.timeline(snapshot.pk).of(customer_id).to_pylist() if snapshot else []
    everything = standing.time_line(orders, events.of(request.user, customer_id))
    shown = None if "all" in request.GET else standing.LINES
    context = {
        "customer": customer,
        "attributes": standing.attributes(customer),
        "profile": profile,
        "snapshot": snapshot,
        "groups": standing.groups(profile) if profile else [],
        "coming": coming.of(profile, snapshot, get_language() or "en") if profile else None,
        "gap": own_gap.of(profile, snapshot, get_language() or "en") if profile else None,
        "left": left.of(profile, snapshot, get_language() or "en") if profile else None,
        "days": standing.purchase_days(orders),
        "lines": everything[:shown],
        "hidden": len(everything) - len(everything[:shown]),
        "may_claim": customer.owner_id is None and request.user.can("customers.claim"),
        "may_return": customer.owner_id == request.user.pk and request.user.can("customers.claim"),
        "owners": queries.owners() if request.user.can("customers.assign") else [],
    }
    return render(request, "insight/customer.html", context)
