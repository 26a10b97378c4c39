"""The pages that are looked at. What is pressed on them stands in `acts`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from ocr import codes, pages
from service import bells, blobs, item, models, review, rights, seeing
from service.cases import CASE_MOVES, CaseState, allowed
from service.house import House
from service.models import Arrival, Case, User
from service.returning import deciding, reading
from service.sending import drafting, printing
from service.web import at_work, banner, fields, finding, following, originals, policy

# A page of a fax is shown this wide, in dots: sharp enough to read, light enough to load at once.
WIDTH: Final = 1100
# Why somebody looks at a case that is not held, as the page asks for it.
LOOKS: Final = (
    ("find_patient", gettext_lazy("Find the patient in the RIS")),
    ("report", gettext_lazy("Compare with a report, or write out the ward's copy")),
    ("reader_asks", gettext_lazy("The reader asks")),
    ("follow_up", gettext_lazy("Follow-up afterwards")),
)


@require_GET
@login_required
def night(request: HttpRequest) -> HttpResponse:
    """The night page: what asks for a person first."""
    house = at_work.house()
    content = following.begun(house)
    seen = review.night(house, policy.language(request))
    return _page(request, "night.html", {**content, "night": seen, "folder": house.folder("outbound")})


@require_GET
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """What has arrived, and what is confirmed and not yet home."""
    house = at_work.house()
    content, language = following.begun(house), policy.language(request)
    waiting, aside = review.queue(house, language), review.aside(house, language)
    return _page(
        request, "queue.html", {**content, "queue": waiting, "reports": review.confirmed(house), "aside": aside}
    )


@require_POST
@login_required
def find(request: HttpRequest) -> HttpResponse:
    """A case by its reference or accession number. Posted: what is typed by mistake stands in no address and no log."""
    found = finding.cases(at_work.house(), str(request.POST.get("asked", ""))[:100])
    if len(found) == 1:
        return HttpResponseRedirect(f"/case/{found[0].reference}")
    return _page(request, "found.html", {"found": found})


@require_GET
@login_required
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """One arrival: page image left, evidence right. Opening it stops its bell."""
    house = at_work.house()
    person = user(request)
    row = deciding.opened(house, arrival_row(pk), by=person.shown, role=person.role)
    content = following.begun(house, row)
    seen = item.of(house, row, policy.language(request))
    return _page(request, "item.html", {**content, "item": seen, "numbers": _numbers(house, row)})


@require_GET
@login_required
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One case: source and outgoing page side by side while it is held; its timeline."""
    house, row, person = at_work.house(), case_row(reference), user(request)
    held = row.state == CaseState.HELD
    language = policy.language(request)
    means, step = review.words(row, language)
    content = {
        **following.begun(house, row),
        "prints": printing.may(row, person.role),
        "case": row, "means": means, "step": step, "held": held, "why": review.why_held(row, language) if held else (),
        "releasable": held and bool(row.fax_sha) and all(one["kind"] == "look" for one in row.reasons),
        "stands": held and any(one["code"] == "already_delivered" for one in row.reasons),
        **_looked(house, row, person, language), "looks": LOOKS, "sent": range(1, _count(house, row.fax_sha) + 1),
        "events": review.timeline(row, language), "reports": review.reports(row),
        "arrivals": review.arrivals(row, language),
        "can": {name: allowed(CASE_MOVES, name, row.state) for name in CASE_MOVES}, "calls": review.calls(house, row),
    }  # fmt: skip
    return _page(request, "case.html", content)


@require_GET
@login_required
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """The fields of a case, to be edited beside its source; `acts.case` takes what is typed."""
    house, row, person = at_work.house(), case_row(reference), user(request)
    if person.role not in rights.CARE or not allowed(CASE_MOVES, "edit", row.state):
        return HttpResponseRedirect(f"/case/{row.reference}")
    seeing.look(house, row, by=person.shown, role=person.role, why="edit")
    values = drafting.values(house, row)
    why = review.why_held(row, policy.language(request))
    content = {
        "case": row,
        "fields": fields.shown(values),
        "source": _source(house, row, policy.language(request)),
        "why": why,
        "accession": values["accession"],
    }
    return _page(request, "edit.html", content)


@require_GET
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """An empty form for a handwritten or a dictated referral; `acts.new` takes what is typed."""
    return form(request, {})


@require_GET
@login_required
def fax_page(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One page of the fax that leaves, as an image: it tells nobody who the patient is."""
    return _png(lambda: _drawn(at_work.house().store, case_row(reference).fax_sha, number, 0, 0.0))


@require_GET
@login_required
def sheets(request: HttpRequest, reference: str) -> HttpResponse:
    """The sheets of a case as a PDF, to be printed and faxed by hand; logged."""
    row, person = case_row(reference), user(request)
    try:
        made = printing.sheets(at_work.house(), row, by=person.shown, role=person.role)
    except rights.NotAllowed:
        raise PermissionDenied from None
    except (pages.Unreadable, blobs.Missing):
        raise Http404 from None
    name = f'inline; filename="{row.reference}.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": name})


@require_GET
@login_required
def source_page(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One page of what came in, as an image: a look, and logged as one."""
    house, row, person = at_work.house(), case_row(reference), user(request)
    try:
        seeing.page(house, row, by=person.shown, role=person.role)
    except rights.NotAllowed:
        raise PermissionDenied from None
    return _png(lambda: _drawn(house.store, row.source_sha, number, *_turn(house.store, row.source_sha, number)))


@require_GET
@login_required
def arrival_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page of an arrival, turned as it was read."""
    house, row = at_work.house(), arrival_row(pk)
    turns = {page["number"]: (page["rotation"], page["skew"]) for page in reading.kept(house, row)}
    return _png(lambda: _drawn(house.store, row.sha, number, *turns.get(number, (0, 0.0))))


@require_GET
@login_required
def ringing(request: HttpRequest) -> JsonResponse:
    """What rings now, and the last event of what the page follows; asked for every few seconds."""
    house, told = at_work.house(), policy.language(request)
    rung = banner.of(bells.of(house, told), told)
    html = render_to_string("bells.html", {"banner": rung}, request)
    state = {"event": following.last(house, request), "bells": rung.count, "html": html}
    return JsonResponse({**state, "queue": review.waiting(house)})


@require_GET
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Keeps the language chosen in this browser, and goes back to the page that it was chosen on."""
    back = str(request.GET.get("next", "/"))
    # The same host alone: an address given in a link must not lead away from here.
    response = HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")
    if code in policy.LANGUAGES:
        response.set_cookie(policy.COOKIE, code, max_age=365 * 86400, samesite="Strict", httponly=True)
    return response


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether pages and ledger answer; for the container's health check."""
    models.Site.objects.filter(prefix=at_work.house().site.prefix).exists()
    return HttpResponse("ok\n", content_type="text/plain")


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page of our own where there is none, with the way back; who is not logged in learns nothing by it."""
    if not request.user.is_authenticated:
        return render(request, "404.html", status=404)
    response = _page(request, "404.html", {})
    response.status_code = 404
    return response


def form(request: HttpRequest, typed: Mapping[str, str]) -> HttpResponse:
    """The form for a new case, with what was typed into it: nothing is typed twice."""
    return _page(request, "new.html", {"fields": fields.shown(typed), "typed": typed})


def case_row(reference: str) -> Case:
    """The case of a reference, within the site."""
    found = Case.objects.filter(site=at_work.house().row, reference=str(codes.typed(reference) or reference)).first()
    if found is None:
        raise Http404
    return found


def arrival_row(pk: int) -> Arrival:
    """The arrival of a number, within the site."""
    found = Arrival.objects.select_related("case").filter(site=at_work.house().row, pk=pk).first()
    if found is None:
        raise Http404
    return found


def user(request: HttpRequest) -> User:
    """The named person who asks."""
    found = request.user
    assert isinstance(found, User)
    return found


def _page(request: HttpRequest, template: str, content: Mapping[str, Any]) -> HttpResponse:
    house = at_work.house()
    told = policy.language(request)
    me = user(request)
    rung = banner.of(bells.of(house, told), told)
    shared = {
        "site": house.site,
        "banner": rung,
        "me": me,
        "care": me.role in rights.CARE,
        "acting": me.role in rights.ACTING,
    }
    return render(request, template, shared | {"waiting": review.waiting(house)} | dict(content))


def _looked(house: House, row: Case, person: User, language: str) -> dict[str, Any]:
    """What came in, beside a held case or for a stated reason, and then who the patient is too. Each look is logged."""
    if person.role not in rights.CARE:
        return {}
    asks: Any = {"by": person.shown, "role": person.role}
    if row.state == CaseState.HELD:
        seeing.look(house, row, **asks, why="review")
        return {"source": _source(house, row, language)}
    if seeing.reason(house, row, **asks) not in seeing.REASONS:
        return {}
    try:
        return {"source": _source(house, row, language), "patient": seeing.patient(house, row, **asks)}
    except blobs.Missing:
        return {"source": {}}


def _source(house: House, row: Case, language: str) -> dict[str, Any]:
    """The source as the screen can show it: pages as images, or its text; neither where the disk has lost it."""
    try:
        data = house.store.get(row.source_sha)
    except blobs.Missing:
        return {}
    if row.source == "form":
        return originals.typed(data)
    if pages.sniff(data) in ("text", "unknown"):
        return originals.words(data, language)
    count = _count(house, row.source_sha)
    if not count:
        return originals.unread(data, language)
    return {"pages": range(1, count + 1), "picture": _is_picture(house, row.source_sha)}


def _numbers(house: House, row: Arrival) -> list[int]:
    """The numbers of the pages to show."""
    if row.format not in ("tiff", "pdf", "png", "jpeg"):
        return []
    return list(row.pages) or list(range(1, _count(house, row.sha) + 1))


def _is_picture(house: House, sha: str) -> bool:
    """Whether a page of it was read from dots: a misread letter looks like any other then."""
    try:
        return any(not page.words for page in _document(house, sha).pages)
    except (pages.Unreadable, blobs.Missing):
        return False


def _count(house: House, sha: str) -> int:
    try:
        return len(_document(house, sha).pages) if sha else 0
    except (pages.Unreadable, blobs.Missing):
        return 0


@functools.lru_cache(maxsize=2)
def _opened(store: blobs.Store, sha: str) -> pages.Document:
    return pages.open_document(store.get(sha))


def _document(house: House, sha: str) -> pages.Document:
    return _opened(house.store, sha)


@functools.lru_cache(maxsize=512)
def _turn(store: blobs.Store, sha: str, number: int) -> tuple[int, float]:
    """How a page of a referral must be turned to be read. One of words lies as it was written."""
    page = _opened(store, sha).pages[number - 1]
    if page.words:
        return 0, 0.0
    sheet = pages.prepare(page, state="source")
    return sheet.rotation, sheet.skew


@functools.lru_cache(maxsize=12)
def _drawn(store: blobs.Store, sha: str, number: int, rotation: int, skew: float) -> bytes:
    """One page for the screen, turned so far."""
    image = pages.upright(_opened(store, sha).pages[number - 1], rotation, skew)
    return pages.png(image.resize((WIDTH, round(image.height * WIDTH / image.width))))


def _png(drawn: Callable[[], bytes]) -> HttpResponse:
    try:
        return HttpResponse(drawn(), content_type="image/png")
    except (pages.Unreadable, blobs.Missing, IndexError):
        raise Http404 from None
