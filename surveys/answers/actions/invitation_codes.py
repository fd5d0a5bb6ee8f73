"""Minting invitation codes: the codes go to the printer, their hashes stay."""

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from surveys.answers.codes import code_mark, fresh_code
from surveys.answers.models import InvitationCode
from surveys.survey.models import Survey, SurveyStatus

MOST_AT_ONCE = 100_000


@transaction.atomic
def mint_codes(*, survey: Survey, n: int, by: User | None) -> list[str]:
    """Create `n` codes and return them in random order; only keyed hashes are stored, sorted.

    Raises `Refused` for a number out of range, a survey without codes or one that is closed.
    """
    if not survey.is_probability_sample:
        raise Refused("This survey uses an open link, so it has no codes.")
    if survey.status == SurveyStatus.CLOSED:
        raise Refused("This survey has closed. Its codes could no longer be used.")
    if not 1 <= n <= MOST_AT_ONCE:
        raise Refused(f"Create 1 to {MOST_AT_ONCE:,} codes at a time.")
    codes: set[str] = set()
    while len(codes) < n:
        codes.add(fresh_code())
    minted = list(codes)
    marks = sorted(code_mark(survey.pk, code) for code in minted)
    InvitationCode.objects.bulk_create(
        [InvitationCode(mark=mark, survey=survey) for mark in marks], batch_size=5_000
    )
    record(by=by, verb="minted invitation codes", obj=survey, n=n)
    return minted
