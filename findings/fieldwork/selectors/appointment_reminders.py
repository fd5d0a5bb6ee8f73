"""Texts that remind of an appointment: letter, text message and e-mail, English and Spanish.

Somebody who sees them over a participant's shoulder learns only that there is an appointment.
"""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from clayton_review import clock
from clayton_review.web.formatting import day
from findings.fieldwork.models.slots import Slot
from findings.interviews.models.interviews import Mode
from findings.interviews.models.participants import Language

_FILES = {
    ("letter", "en"): "findings/reminders/letter.en.txt",
    ("letter", "es"): "findings/reminders/letter.es.txt",
    ("text", "en"): "findings/reminders/text.en.txt",
    ("text", "es"): "findings/reminders/text.es.txt",
    ("email", "en"): "findings/reminders/email.en.txt",
    ("email", "es"): "findings/reminders/email.es.txt",
}
FORMS = {"letter": "Letter", "text": "Text message", "email": "E-mail"}
LANGUAGES = {"en": "English", "es": "Spanish"}
_SUBJECTS = {"en": "Your appointment on {day}", "es": "Su cita del {day}"}


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
    order = sorted(LANGUAGES, key=lambda code: code != _code(language))
    return [reminder(slot, form, code) for code in order for form in FORMS]


def reminder(slot: Slot, form: str, language: str) -> ReminderText:
    """Return the reminder in one form; for languages other than Spanish it is English."""
    code = _code(language)
    with translation.override(code):
        when = day(slot.starts_at)
        words = {
            "day": when,
            "time": _time(slot, code),
            "minutes": slot.minutes,
            "where": slot.where,
            "mode": slot.mode,
            "is_phone": slot.mode == Mode.PHONE,
            "is_video": slot.mode == Mode.VIDEO,
        }
        text = render_to_string(_FILES[form, code], words).strip()
    lines = (line.strip() for line in text.split("\n"))
    subject = _SUBJECTS[code].format(day=when)
    return ReminderText(form, FORMS[form], code, LANGUAGES[code], subject, "\n".join(lines))


def _code(language: str) -> str:
    return "es" if language == Language.SPANISH else "en"


def _time(slot: Slot, code: str) -> str:
    local = clock.local(slot.starts_at)
    hour, half = local.hour % 12 or 12, "a.m." if local.hour < 12 else "p.m."
    if code == "es":
        article = "a la" if hour == 1 else "a las"
        return f"{article} {hour}:{local.minute:02d} {half.replace('.m', '. m')}"
    return f"{hour}:{local.minute:02d} {half}"
