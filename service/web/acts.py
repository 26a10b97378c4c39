"""What is pressed on the pages: each asks one use-case, and says so when somebody else was quicker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from service import cases, ledger, models, review, status, steps
from service.models import Arrival, Case, Report, User
from service.returning import deciding, homeward
from service.sending import drafting, intake, transmission
from service.web import at_work, fields, policy, views

_WORKERS: Final = (User.Role.NURSE, User.Role.RIS_ADMINISTRATOR, User.Role.OPERATIONS)
Act = Callable[[], Any]


@require_POST
@login_required
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One act on a case. `version` is the one that the person saw."""
    row, by = views.case_row(reference), views.user(request).shown
    reason = str(request.POST.get("reason", "")).strip()
    house = at_work.house()
    acts: dict[str, Act] = {
        "release": lambda: drafting.release(house, row, by=by),
        "edit": lambda: drafting.edit(house, row, fields.typed(request), by=by),
        "urge": lambda: intake.link_is_down(house, row, by=by),
        "resend": lambda: transmission.resend(house, row, by=by),
        "telephone": lambda: transmission.by_hand(house, row, by=by, how="telephone"),
        "by_hand": lambda: transmission.by_hand(house, row, by=by, how="fax"),
        "acknowledge": lambda: steps.take(house, row, "acknowledge", by=by, facts={"how": "told"}),
        "cancel": lambda: _with_reason(reason, lambda: transmission.cancel(house, row, by=by, reason=reason)),
        "answer_digitally": lambda: steps.take(house, row, "answer_digitally", by=by, closed_reason=reason[:200]),
        "close": lambda: _with_reason(
            reason, lambda: steps.take(house, row, "close_with_reason", by=by, closed_reason=reason[:200])
        ),
    }
    return _done(request, acts, f"/case/{row.reference}", row)


@require_POST
@login_required
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """One act on an arrival; after a confirmation the same page shows what is next."""
    row, by, house = views.arrival_row(pk), views.user(request).shown, at_work.house()
    reason = str(request.POST.get("reason", ""))
    acts: dict[str, Act] = {
        "confirm": lambda: deciding.confirm(house, row, _chosen(request, row), by=by),
        "reopen": lambda: deciding.reopen(house, row, by=by),
        **{how: lambda how=how: deciding.lay_aside(house, row, how, by=by, reason=reason) for how in deciding.ASIDE},
    }
    return _done(request, acts, f"/arrival/{pk}", row)


@require_POST
@login_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the five facts of a report, or its withdrawal."""
    row = Report.objects.select_related("case", "arrival").filter(site=at_work.house().row, pk=pk).first()
    if row is None:
        raise Http404
    person, house = views.user(request), at_work.house()
    acts: dict[str, Act] = {
        "forward": lambda: deciding.forward(house, row, by=person.shown),
        "acknowledge": lambda: deciding.acknowledged_by_unit(house, row, by=person.shown),
        "confirm_for_ris": lambda: deciding.confirm_for_ris(house, row, by=person.shown, role=person.role),
        "hand_back": lambda: homeward.hand_back(house, row, by=person.shown),
        "withdraw": lambda: deciding.withdraw(house, row, by=person.shown),
    }
    return _done(request, acts, f"/arrival/{row.arrival_id}")


def _done(request: HttpRequest, acts: dict[str, Act], back: str, row: Case | Arrival | None = None) -> HttpResponse:
    """Does what was pressed and goes back to the page; what can't be done is said there in plain words.

    What was pressed holds for the `row` as it was seen: if it has moved since, nothing is done.
    """
    act = acts.get(str(request.POST.get("act", "")))
    if act is None:
        raise Http404
    try:
        if views.user(request).role not in _WORKERS:
            raise deciding.NotAllowed("role")
        if row is not None and str(request.POST.get("version", row.version)) != str(row.version):
            raise ledger.Stale(row.state, row.changed_by, row.changed_at)
        act()
    except ledger.Stale as stale:
        now = _state(request, stale.state)
        messages.warning(
            request, gettext("%(who)s was quicker: it is now %(state)s.") % {"who": stale.by, "state": now}
        )
    except cases.Forbidden:
        messages.warning(request, gettext("That can't be done in this state."))
    except drafting.NotReleasable:
        messages.warning(request, gettext("It can't be released: edit the fields first."))
    except deciding.NotAllowed as refusal:
        messages.warning(request, _words(refusal.why))
    return HttpResponseRedirect(back)


def _state(request: HttpRequest, state: str) -> str:
    """A case's state in the person's language; an arrival's as it is."""
    known = state in status.WORDS
    return review.words(state, policy.language(request))[0] if known else state


def _with_reason(reason: str, act: Act) -> Any:
    if not reason:
        raise deciding.NotAllowed("reason_missing")
    return act()


def _chosen(request: HttpRequest, row: Arrival) -> Case:
    """The case that the person chose, within the site."""
    found = models.Case.objects.filter(site=row.site, reference=str(request.POST.get("case", ""))).first()
    if found is None:
        raise deciding.NotAllowed("case_missing")
    return found


def _words(why: str) -> str:
    return {
        "role": gettext("Your role may look, not act."),
        "no_report": gettext("These pages hold no report that could be confirmed."),
        "reason_missing": gettext("Write a reason."),
        "case_missing": gettext("Choose a case."),
        "already_forwarded": gettext("It has been forwarded already."),
        "not_confirmed": gettext("It has not been confirmed yet."),
        "not_forwarded": gettext("It has not been forwarded yet."),
        "ris_administrator_only": gettext("Only a RIS administrator confirms for the RIS."),
        "pages_missing": gettext("The pages can't be read now. Try again; if it goes on, ask operations."),
        "not_confirmed_for_ris": gettext("It has not been confirmed for the RIS yet."),
    }.get(why, why)
