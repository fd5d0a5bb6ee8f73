"""Measure the search over 100,000 generated interview answers."""

import random
import time
from collections.abc import Callable

from django.db import connection
from django.test import Client

from bench.costs import sign_in
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.web import search
from findings.interviews.models.guides import GuideQuestion, InterviewGuide
from findings.interviews.models.interviews import Interview, InterviewAnswer
from findings.interviews.models.participants import Participant

ANSWERS, QUESTIONS, ROUNDS = 100_000, 20, 100
COMMON = ("police", "officer", "street", "night", "people", "questions", "told", "stop", "family")
TYPED = ("police", "policia", "polic", "stop night", "wörd4711", "word47", "family told", "nothere")


def measure() -> dict[str, float]:
    """Return the 95th percentile of the page and of its query, in milliseconds."""
    client = sign_in(Role.LEAD)
    add_interviews(User.objects.get(role=Role.LEAD))
    lead = User.objects.get(role=Role.LEAD)
    answers = next(kind for kind in search.searchable(lead) if kind.name == "answers")
    return {
        "search in 100,000 answers: page, p95 ms": _p95(lambda typed: _page(client, typed)),
        "search in 100,000 answers: query of answers, p95 ms": _p95(
            lambda typed: list(search.titles_found(answers, lead, [typed.split()[0]])[:6])
        ),
    }


def add_interviews(by: User) -> None:
    """Add interviews with twenty answers of about sixty words each."""
    chance = random.Random(7)  # noqa: S311  # the same words each time
    guide = InterviewGuide.objects.create(title="Bench", recorded_by=by)
    questions = GuideQuestion.objects.bulk_create(
        [GuideQuestion(guide=guide, position=n, text=f"Question {n}") for n in range(1, 21)]
    )
    who = Participant.objects.first()
    interviews = Interview.objects.bulk_create(
        [
            Interview(
                participant=who, guide=guide, interviewer=by, held_on="2018-11-01", recorded_by=by
            )
            for _ in range(ANSWERS // QUESTIONS)
        ]
    )
    rows = (
        InterviewAnswer(interview=interview, question=question, text=_text(chance), changed_by=by)
        for interview in interviews
        for question in questions
    )
    InterviewAnswer.objects.bulk_create(rows, batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE findings_interviewanswer")
        cursor.execute("ANALYZE findings_interview")


def _text(chance: random.Random) -> str:
    words = [f"word{chance.randrange(20_000)}" for _ in range(50)]
    return " ".join(words + [w for w in COMMON if chance.random() < 0.2])


def _page(client: Client, typed: str) -> None:
    client.get("/search/", {"q": typed})


def _p95(act: Callable[[str], object]) -> float:
    durations = []
    for n in range(ROUNDS):
        started = time.perf_counter()
        act(TYPED[n % len(TYPED)])
        durations.append((time.perf_counter() - started) * 1_000)
    return round(sorted(durations)[int(ROUNDS * 0.95)], 1)
