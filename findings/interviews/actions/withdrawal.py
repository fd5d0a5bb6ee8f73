"""Withdraw an interview, and everything that other features made from its words."""

from collections.abc import Callable

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable import records
from findings.interviews.models.interviews import Interview

# Runs inside the withdrawal, for the withdrawn interview and the person who withdraws it.
WithdrawalStep = Callable[[Interview, User], None]

_STEPS: list[WithdrawalStep] = []


def register_withdrawal_step(step: WithdrawalStep) -> WithdrawalStep:
    """Register a step of every withdrawal; a feature above this one marks its function with it."""
    _STEPS.append(step)
    return step


def withdraw_interview(*, interview: Interview, revision: int, reason: str, by: User) -> Interview:
    """Withdraw an interview with the reason, and run every registered step, all or nothing.

    It leaves all counts; its text stays. Raises `Stale` on an outdated revision.
    """
    with transaction.atomic():
        row = records.withdraw(interview, revision=revision, reason=reason, by=by)
        for step in _STEPS:
            step(row, by)
        record(by=by, verb="withdrew an interview", obj=row)
    return row
