"""`manage.py opening_keys`: the keys of SURVEY_OPENING_KEY, and which of them is still needed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from surveys.answers import sealing
from surveys.answers.waiting_boxes import keys_needed


class Command(BaseCommand):
    help = "Say which keys of SURVEY_OPENING_KEY something that waits still needs."

    def handle(self, *args: Any, **options: Any) -> None:
        if problem := sealing.key_problem():
            raise CommandError(problem)
        needed, is_any_unreadable = keys_needed()
        for place, key in enumerate(sealing.opening_keys()):
            self.stdout.write(f"Key {place + 1}: {self._words(key, is_needed=place in needed)}")
        if is_any_unreadable:
            self.stdout.write("Something that waits opens with none of these keys.")

    def _words(self, key: sealing.OpeningKey, *, is_needed: bool) -> str:
        if sealing.fits_sealing_key(key):
            return "opens what SURVEY_SEALING_KEY seals now. Keep it."
        if is_needed:
            return "something that waits needs it. Keep it."
        return "nothing that waits needs it. It can be removed."
