"""The audience and the channel that a page of results is shown for."""

from dataclasses import dataclass

from django.http import HttpRequest

from clayton_review.figures import Audience
from surveys.answers.models import Channel

AUDIENCES = {
    Audience.TEAM: "The team: every count",
    Audience.BOARD: "The Board: small counts hidden",
    Audience.PUBLIC: "The public: small counts hidden",
}


@dataclass(frozen=True)
class Viewpoint:
    """As whom, and at which sheets, somebody looks; what makes no sense is left aside."""

    audience: Audience
    channel: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Viewpoint":
        """Read audience and channel from the address."""
        wanted = request.GET.get("audience", "")
        audience = Audience(wanted) if wanted in set(Audience) else Audience.TEAM
        channel = request.GET.get("channel", "")
        if channel == Channel.PROGRAM:
            channel = ""  # results with these sheets are given by the figures, where that is safe
        if channel not in Channel.values or audience != Audience.TEAM:
            channel = ""  # subtracted from all answers, one channel's would show the other's
        return cls(audience, channel)

    @property
    def query(self) -> str:
        """Return the choice as the query of a link."""
        return f"?audience={self.audience}&channel={self.channel}"
