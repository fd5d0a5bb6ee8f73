"""Long text: an answer in the resident's own words, which never leaves the team."""

from django.utils.translation import gettext as _

from surveys.documents import Choice, Question
from surveys.question_types.base import Answer, Rules, Unusable

LONGEST = 4_000


class LongText:
    """Own words, up to 4,000 characters."""

    name = "text"
    label = "Long text"
    template = "surveys/question_text.html"
    chart = ""
    rules = Rules(has_choices=False)

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """No choices."""
        return choices

    def read(self, question: Question, sent: list[str]) -> Answer:
        """The text with plain line ends, or None when blank; raises `Unusable`."""
        text = "\n".join(sent).replace("\r\n", "\n").strip()
        if "\0" in text:
            raise Unusable(_("Remove the invisible character (NUL) from your text."))
        if len(text) > LONGEST:
            raise Unusable(
                _("Shorten your text to %(most)s characters; it has %(n)s now.")
                % {"most": f"{LONGEST:,}", "n": f"{len(text):,}"}
            )
        return text or None
