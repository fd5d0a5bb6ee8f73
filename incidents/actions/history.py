"""Keeping the former values of whatever is changed."""

from datetime import datetime
from typing import Any

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable.records import history_value
from incidents.models import Change, Claim, EvidenceItem, Incident, InvolvedPerson, TimelineEvent

Changed = Incident | Claim | EvidenceItem | TimelineEvent | InvolvedPerson
_FIELDS: dict[type[Any], str] = {
    Claim: "claim",
    EvidenceItem: "item",
    TimelineEvent: "event",
    InvolvedPerson: "person",
}


def note(*, obj: Changed, act: str, former: dict[str, Any], by: User, reason: str = "") -> None:
    """Add a row of history and, last, one to the audit record; do nothing if nothing changed."""
    if not former:
        return
    incident = obj if isinstance(obj, Incident) else obj.incident
    part = {_FIELDS[type(obj)]: obj} if type(obj) in _FIELDS else {}
    has_times = any(isinstance(value, datetime) for value in former.values())
    precision = {"precision": getattr(obj, "precision", "")} if has_times else {}
    before = {name: history_value(value) for name, value in (precision | former).items()}
    Change.objects.create(incident=incident, act=act, reason=reason, before=before, by=by, **part)
    record(by=by, verb=act, obj=obj, reason=reason, changed=sorted(former))
