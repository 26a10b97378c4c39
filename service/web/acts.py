"""What is pressed on the pages: each asks one use-case, and says so when somebody else was quicker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from ocr import codes
from service import cases, endings, escalation, ledger, models, review, rights, seeing, telling
from service.house import House
from service.models import Arrival, Case, Report
from service.returning import deciding, homeward
from service.sending import drafting, intake, kit, settling, transmission
from service.web import at_work, fields, policy, views

Act = Callable[[], Any]
# Who presses these has seen the patient's papers.
_SEEING: Final = frozenset({"release", "edit", "look"})


@require_POST
@login_required
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One act on a case. `version` is the one that the person saw."""
    row, person, house = views.case_row(reference), views.user(request), at_work.house()
    by, reason = person.shown, _typed(request, "reason")
    acts: dict[str, Act] = {
        "release": lambda: drafting.release(house, row, by=by),
        "edit": lambda: drafting.edit(house, row, fields.typed(request), by=by),
        "look": lambda: seeing.look(house, row, by=by, role=person.role, why=_typed(request, "why")),
        "urge": lambda: intake.link_is_down(house, row, by=by),
        "stand": lambda: settling.let_stand(house, row, by=by),
        "resend": lambda: transmission.resend(house, row, by=by),
        "telephone": lambda: transmission.by_hand(house, row, by=by, how="telephone"),
        "by_hand": lambda: transmission.by_hand(house, row, by=by, how="fax"),
        "acknowledge": lambda: transmission.acknowledged(house, row, by=by),
        **{outcome: _call(request, house, row, outcome) for outcome in escalation.OUTCOMES},
        "cancel": lambda: endings.cancel(house, row, by=by, reason=reason),
        "answer_digitally": lambda: endings.answered_digitally(house, row, by=by, reason=reason),
        "close": lambda: endings.close(house, row, by=by, reason=reason),
    }
    may = rights.CARE if _typed(request, "act") in _SEEING else rights.ACTING
    return _done(request, acts, f"/case/{row.reference}", row, may=may)


@require_POST
@login_required
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """One act on an arrival; after a confirmation the same page shows what is next."""
    row, by, house = views.arrival_row(pk), views.user(request).shown, at_work.house()
    reason = _typed(request, "reason")
    acts: dict[str, Act] = {
        "confirm": lambda: deciding.confirm(house, row, _chosen(request, row), by=by, reason=reason),
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


@require_POST
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A case from what was typed into the empty form; with a reference of the paper kit, of what was faxed by hand."""
    person, house, given = views.user(request), at_work.house(), fields.typed(request)
    reference = _typed(request, "reference")
    if person.role not in rights.CARE:
        messages.warning(request, words("role"))
        return HttpResponseRedirect("/new")
    try:
        if reference:
            made = kit.register(house, given, str(codes.typed(reference) or reference), by=person.shown)
        else:
            made = intake.take_form(house, given, by=person.shown)
    except rights.NotAllowed as refusal:
        messages.warning(request, words(refusal.why))
        return views.form(request, {**given, "reference": reference})
    return HttpResponseRedirect(f"/case/{made.reference}")


def _done(
    request: HttpRequest,
    acts: dict[str, Act],
    back: str,
    row: Case | Arrival | None = None,
    *,
    may: Set[str] = rights.CARE,
) -> HttpResponse:
    """Does what was pressed and goes back to the page; what can't be done is said there in plain words.

    What was pressed holds for the `row` as it was seen: if it has moved since, nothing is done.
    """
    act = acts.get(_typed(request, "act"))
    if act is None:
        raise Http404
    try:
        rights.need(views.user(request).role, may)
        if row is not None and str(request.POST.get("version", row.version)) != str(row.version):
            raise ledger.Stale(row.state, row.changed_by, row.changed_at)
        act()
    except (ledger.Stale, cases.Forbidden, drafting.NotReleasable, rights.NotAllowed) as refusal:
        messages.warning(request, _refused(refusal, policy.language(request)))
    return HttpResponseRedirect(back)


def _refused(
    refusal: ledger.Stale | cases.Forbidden | drafting.NotReleasable | rights.NotAllowed, language: str
) -> str:
    """Why what was pressed is not done, in plain words."""
    match refusal:
        case ledger.Stale():
            now = telling.state(refusal.state, language)
            return gettext("%(who)s was quicker: it is now %(state)s.") % {"who": refusal.by, "state": now}
        case cases.Forbidden():
            return gettext("That can't be done in this state.")
        case drafting.NotReleasable():
            return gettext("It can't be released: edit the fields first.")
        case rights.NotAllowed():
            return words(refusal.why)


def _call(request: HttpRequest, house: House, row: Case, outcome: str) -> Act:
    """A call to the rung of the ladder beside which the button stands."""
    step, by = _typed(request, "step"), views.user(request).shown

    def call() -> None:
        escalation.called(house, row, step=int(step) if step.isdecimal() else 0, outcome=outcome, by=by)
        until = review.rings_next(row)
        if outcome == "reached" and until is not None:
            quiet = gettext(
                "The call is logged. It is quiet until %(time)s; if nothing has happened then, it rings again."
            )
            messages.success(request, quiet % {"time": f"{localtime(until):%H:%M}"})
        else:
            messages.success(request, gettext("The call is logged. Call the next number."))

    return call


def _chosen(request: HttpRequest, row: Arrival) -> Case:
    """The case that the person chose, within the site."""
    found = models.Case.objects.filter(site=row.site, reference=_typed(request, "case")).first()
    if found is None:
        raise rights.NotAllowed("case_missing")
    return found


def _typed(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name, "")).strip()


def words(why: rights.Why) -> str:
    """Why something is not done, in plain words."""
    told: Mapping[rights.Why, str] = {
        "role": gettext("Your role may not do that."),
        "call_unknown": gettext("That number is not on the telephone list."),
        "look_without_reason": gettext("Say first why you look at what came in."),
        "no_report": gettext("These pages hold no report that could be confirmed."),
        "no_route": gettext("The images can't go that way now."),
        "not_of_the_kit": gettext("No sheet of the paper kit waits for a case with that reference."),
        "reason_missing": gettext("Write a reason."),
        "reason_tells": gettext("Reason (no names, no numbers): write it without what tells who the patient is."),
        "no_sheets": gettext("There are no sheets of this case that you may print."),
        "case_missing": gettext("Choose a case."),
        "already_forwarded": gettext("It has been forwarded already."),
        "not_confirmed": gettext("It has not been confirmed yet."),
        "not_forwarded": gettext("It has not been forwarded yet."),
        "ris_administrator_only": gettext("Only a RIS administrator confirms for the RIS."),
        "pages_missing": gettext("The pages can't be read now. Try again; if it goes on, ask operations."),
        "not_confirmed_for_ris": gettext("It has not been confirmed for the RIS yet."),
    }
    return told[why]
