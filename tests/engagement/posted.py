"""Posted values of each form of the engagement."""

import uuid
from typing import Any

from clayton_review.accounts.models import User


def fee(by: User, **changes: Any) -> dict[str, Any]:
    """A filled-in expense form."""
    return {
        "record_id": str(uuid.uuid4()),
        "kind": "fee",
        "task": "survey",
        "incurred_on": "11/05/2018",
        "amount": "$1,250.50",
        "description": "Questionnaire design",
        "spent_by": str(by.pk),
        **changes,
    }


FORMS: dict[str, dict[str, str]] = {
    "milestones": {"title": "Survey closed", "baseline_on": "12/15/2018"},
    "decisions": {
        "text": "Extend the study?",
        "why": "More interviews.",
        "asked_on": "11/01/2018",
        "decide_by": "12/11/2018",
    },
    "amendments": {"approved_on": "11/13/2018", "amount_change": "-5000", "reason": "Less travel"},
    "plan": {"month": "10/20/2018", "amount": "20000"},
    "meetings": {"held_on": "11/13/2018", "packet_due_on": "11/08/2018"},
    "contract": {
        "title": "Study",
        "client": "City of Clayton",
        "not_to_exceed": "158,550.00",
        "approved_on": "10/09/2018",
        "starts_on": "10/15/2018",
        "ends_on": "04/30/2019",
    },
}
