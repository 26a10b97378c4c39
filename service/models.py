"""The ledger's tables. Thin: what may happen to a row stands in `cases`, how it happens in `ledger`.

Every row carries its site. No patient's identity stands in any table but `Identity`, which is sealed with its own key.
"""

# django-types declares `objects` and `Meta` as variables of fixed type, which every Django model overrides.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models

from service.cases import ArrivalState, AttemptState, CaseState


def _states(states: type[CaseState] | type[AttemptState] | type[ArrivalState]) -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in states]


class Site(models.Model):
    """One hospital: the head of its event chain, and the fingerprints of the keys that its rows were sealed with."""

    prefix = models.CharField(max_length=3, unique=True)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    chain_length = models.PositiveBigIntegerField(default=0)
    chain_head = models.CharField(max_length=64, default="")
    keys: models.JSONField[dict[str, str]] = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[Self]]


class People(UserManager["User"]):
    """Users by their names, however the letters are written."""

    use_in_migrations = False

    def create_user(self, username: str, *args: Any, **extra: Any) -> User:
        """A new user, shown as the name was typed."""
        return super().create_user(username, *args, **{"first_name": username, **extra})

    def get_by_natural_key(self, username: str | None) -> User:
        """Whom Django asks for at the door."""
        return super().get_by_natural_key(self.model.normalize_username(username or ""))


class User(AbstractUser):
    """A named person with one role; nobody acts without a name. `Karin` and `karin` are the same person."""

    class Role(models.TextChoices):
        """What a person may do (`service.rights`)."""

        NURSE = "nurse"
        RIS_ADMINISTRATOR = "ris_administrator"
        OPERATIONS = "operations"
        AUDITOR = "auditor"

    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    role = models.CharField(max_length=20, choices=Role.choices)

    objects: ClassVar[People] = People()
    site_id: int

    @classmethod
    def normalize_username(cls, username: Any) -> Any:
        """The name as it is kept and looked for."""
        return unicodedata.normalize("NFKC", username).casefold()

    @property
    def shown(self) -> str:
        """The name as others read it."""
        return self.get_full_name() or self.username


class Row(models.Model):
    """A row with a state: moved only by compare-and-set on (state, version), claimed only under a lease."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=100, default="")
    # When a worker should take it up; none while it waits for a person or for the world.
    due = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    lease = models.CharField(max_length=32, default="")
    lease_until = models.DateTimeField(null=True)

    # No column: the lease under which this very object was claimed, so that its move asks whether that still holds.
    claimed: str = ""

    class Meta:
        abstract = True


class Case(Row):
    """A referral under way. What identifies the patient lies in the vault, what was written in the store."""

    state = models.CharField(max_length=20, choices=_states(CaseState))
    reference = models.CharField(max_length=20)
    source = models.CharField(max_length=10)
    source_sha = models.CharField(max_length=64)
    urgent = models.BooleanField(default=True)
    accessions: models.JSONField[list[str]] = models.JSONField(default=list)
    examination = models.CharField(max_length=200, default="")
    modality = models.CharField(max_length=40, default="")
    birth_year = models.PositiveSmallIntegerField(null=True)
    sex = models.CharField(max_length=10, default="")
    unit = models.CharField(max_length=200, default="")
    call_back = models.CharField(max_length=60, default="")
    image_route = models.CharField(max_length=40, default="")
    # The draft in force: its reasons, and what a named person has approved of it.
    reasons: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list)
    fax_sha = models.CharField(max_length=64, default="")
    clean_sha = models.CharField(max_length=64, default="")
    edits_sha = models.CharField(max_length=64, default="")
    approved_sha = models.CharField(max_length=64, default="")
    approved_reasons: models.JSONField[list[str]] = models.JSONField(default=list)
    resends = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=200, default="")

    objects: ClassVar[models.Manager[Self]]

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "reference"], name="one_case_a_reference")]
        indexes: ClassVar = [
            models.Index(fields=["due"], name="case_due", condition=models.Q(due__isnull=False)),
            models.Index(fields=["site", "source_sha"], name="case_source"),
        ]


class Arrival(Row):
    """Something that came in: a fax, a mail, a receipt. Its row exists before anything tries to read it."""

    state = models.CharField(max_length=20, choices=_states(ArrivalState))
    # Where it came from: "folder:<sha>" or "<mailbox>:<uidvalidity>:<uid>:<part>".
    key = models.CharField(max_length=200)
    channel = models.CharField(max_length=10)
    sha = models.CharField(max_length=64)
    format = models.CharField(max_length=10)
    sender = models.CharField(max_length=100, default="")
    # Closed word for why there is nothing to read or match, or why somebody laid it aside.
    note = models.CharField(max_length=40, default="")
    reason = models.CharField(max_length=200, default="")
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=100, default="")
    # The proposal. `pages` are the pages of the document that it is about; none means all.
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT)
    pages: models.JSONField[list[int]] = models.JSONField(default=list)
    kinds: models.JSONField[list[str]] = models.JSONField(default=list)
    status = models.CharField(max_length=10, default="")
    ranked: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list)
    complete = models.BooleanField(null=True)
    reading_sha = models.CharField(max_length=64, default="")

    objects: ClassVar[models.Manager[Self]]
    case_id: int | None

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "key"], name="one_arrival_a_key")]
        indexes: ClassVar = [
            models.Index(fields=["due"], name="arrival_due", condition=models.Q(due__isnull=False)),
            models.Index(fields=["site", "sha"], name="arrival_sha"),
        ]


class Attempt(Row):
    """One hand-over to the gateway, committed before the first byte of DATA."""

    state = models.CharField(max_length=20, choices=_states(AttemptState))
    case = models.ForeignKey(Case, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    recipient = models.CharField(max_length=20)
    sha = models.CharField(max_length=64)
    message_id = models.CharField(max_length=200, unique=True)
    token = models.CharField(max_length=32, unique=True)
    outcome = models.CharField(max_length=40, default="")

    objects: ClassVar[models.Manager[Self]]
    case_id: int

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="one_attempt_a_number")]


class Document(models.Model):
    """What a stored file is to a case or an arrival."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT)
    arrival = models.ForeignKey(Arrival, null=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10)
    sha = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Self]]


class Report(models.Model):
    """A report of a case: five facts, apart from each other. "Confirmed" says nothing of "forwarded"."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT)
    arrival = models.OneToOneField(Arrival, on_delete=models.PROTECT)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=100, default="")
    forwarded_at = models.DateTimeField(null=True)
    forwarded_by = models.CharField(max_length=100, default="")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=100, default="")
    confirmed_for_ris_at = models.DateTimeField(null=True)
    confirmed_for_ris_by = models.CharField(max_length=100, default="")
    handed_back_at = models.DateTimeField(null=True)
    handed_back_by = models.CharField(max_length=100, default="")

    objects: ClassVar[models.Manager[Self]]
    case_id: int
    arrival_id: int


class Clock(models.Model):
    """A state that waits, and when it rings. One a case or arrival, kind and step, so that none can be doubled."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    subject = models.CharField(max_length=30)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT)
    arrival = models.ForeignKey(Arrival, null=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)
    step = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField()
    rung_at = models.DateTimeField(null=True)
    # When the site's own command was begun, once; when nobody on duty was left to mail.
    commanded_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.CharField(max_length=100, default="")

    objects: ClassVar[models.Manager[Self]]
    case_id: int | None
    arrival_id: int | None

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "subject", "kind", "step"], name="one_clock_a_step")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due"], name="clock_due", condition=models.Q(rung_at__isnull=True, stopped_at__isnull=True)
            ),
            models.Index(
                fields=["rung_at"],
                name="clock_rung",
                condition=models.Q(rung_at__isnull=False, stopped_at__isnull=True),
            ),
        ]


class Event(models.Model):
    """What happened, once and for all: never changed, never removed, each sealed to the one before."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    kind = models.CharField(max_length=40)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT)
    arrival = models.ForeignKey(Arrival, null=True, on_delete=models.PROTECT)
    facts: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    mac = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[Self]]
    case_id: int | None
    arrival_id: int | None

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "number"], name="one_event_a_number")]


class Identity(models.Model):
    """The vault: what identifies the patient of a case, sealed with a key that seals nothing else."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    case = models.OneToOneField(Case, on_delete=models.PROTECT)
    sealed = models.BinaryField()
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Self]]


class Reserved(models.Model):
    """A reference printed for the paper kit by the fax machine; a case takes it when the fax is registered."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    reference = models.CharField(max_length=20)
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Self]]

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "reference"], name="one_reserve_a_reference")]


class Notice(models.Model):
    """A notice that leaves once, whichever process sends it: its row is made before the first byte of DATA."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)
    # What makes it that one and no other: the morning mail's date; an alarm's clock and whom it is to.
    key = models.CharField(max_length=40)
    begun_at = models.DateTimeField()
    # How it ended: sent, refused or uncertain; empty while somebody is at it.
    outcome = models.CharField(max_length=20, default="")

    objects: ClassVar[models.Manager[Self]]

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "kind", "key"], name="one_notice_a_key")]


class Word(models.Model):
    """One of the site's own words: it makes nobody look."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    word = models.CharField(max_length=60)
    accepted_by = models.CharField(max_length=100)
    accepted_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Self]]

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "word"], name="one_row_a_word")]


Stateful = Case | Arrival | Attempt
