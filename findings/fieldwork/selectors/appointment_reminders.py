"""Texts that remind of an appointment: letter, text message and e-mail, in every language.

Somebody who sees them over a participant's shoulder learns only that there is an appointment.
"""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from clayton_review import clock
from clayton_review.languages import CODES, ENGLISH, ENGLISH_NAMES
from clayton_review.web.formatting import day
from findings.fieldwork.models.slots import Slot
from findings.interviews.models.interviews import InterviewMode

TEMPLATES = {
    "letter": "findings/reminders/letter.txt",
    "text": "findings/reminders/text.txt",
    "email": "findings/reminders/email.txt",
}
FORMS = {"letter": "Letter", "text": "Text message", "email": "E-mail"}


@dataclass(frozen=True)
class ReminderText:
    """One reminder, ready to be copied, printed or sent."""

    form: str
    words: str
    language: str
    language_words: str
    subject: str
    text: str


def reminders(slot: Slot, language: str) -> list[ReminderText]:
    """List the reminders in all forms, in the participant's language first."""
    order = sorted(CODES, key=lambda code: code != language)
    return [reminder(slot, form, code) for code in order for form in FORMS]


def reminder(slot: Slot, form: str, language: str) -> ReminderText:
    """Return the reminder in one form; in English for languages without translations."""
    code = language if language in CODES else ENGLISH
    with override(code):
        when = day(slot.starts_at)
        words = {
            "day": when,
            "time": _time(slot),
            "minutes": slot.minutes,
            "where": slot.where,
            "mode": slot.mode,
            "is_phone": slot.mode == InterviewMode.PHONE,
            "is_video": slot.mode == InterviewMode.VIDEO,
        }
        text = render_to_string(TEMPLATES[form], words).strip()
        subject = _("Your appointment on %(day)s") % {"day": when}
    lines = (line.strip() for line in text.split("\n"))
    return ReminderText(form, FORMS[form], code, ENGLISH_NAMES[code], subject, "\n".join(lines))


def _time(slot: Slot) -> str:
    """Return the time with its preposition, which depends on the hour in some languages."""
    local = clock.local(slot.starts_at)
    hour = local.hour % 12 or 12
    time = {"time": f"{hour}:{local.minute:02d}"}
    if local.hour < 12:
        return ngettext("at %(time)s a.m.", "at %(time)s a.m.", hour) % time
    return ngettext("at %(time)s p.m.", "at %(time)s p.m.", hour) % time
