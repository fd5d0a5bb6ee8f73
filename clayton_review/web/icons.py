"""The product's signs as small SVG: the thread, its four knots, and the three states."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from clayton_review.figures import State

KNOTS = {
    "words": gettext_lazy("Words and records"),
    "against": gettext_lazy("Evidence against"),
    "finding": gettext_lazy("Finding"),
    "recommendation": gettext_lazy("Recommendation"),
}

# Drawn on 22 x 22 in the color of the text around them, so that paper and forced colors keep them.
_KNOT_DRAWINGS = {
    "words": '<circle cx="11" cy="11" r="7.5" fill="none" stroke="currentColor" stroke-width="3"/>',
    "against": (
        '<circle cx="11" cy="11" r="7.5" fill="none" stroke="currentColor" stroke-width="3"/>'
        '<path d="M6 16 16 6" stroke="currentColor" stroke-width="3"/>'
    ),
    "finding": '<path d="M11 .5 21.5 11 11 21.5.5 11z" fill="currentColor"/>',
    "recommendation": '<path d="M2.5 2.5h17v17h-17z" fill="currentColor"/>',
}

_STATE_DRAWINGS = {
    State.ON_TRACK: (
        '<path d="M1.5 8.5 5.5 12.5 14 3" fill="none" stroke="currentColor" stroke-width="2.8"/>'
    ),
    State.WATCH: (
        '<path d="M8 .8 15.6 14.6H.4z" fill="currentColor"/>'
        '<path d="M8 5.4v4.2M8 11v1.9" stroke="#fff" stroke-width="1.7"/>'
    ),
    State.ATTENTION: (
        '<path d="M4.9.5h6.2l4.4 4.4v6.2l-4.4 4.4H4.9L.5 11.1V4.9z" fill="currentColor"/>'
        '<path d="M8 3.4v5.2M8 10.5v2.1" stroke="#fff" stroke-width="1.9"/>'
    ),
    State.NONE: '<path d="M2 8h12" stroke="currentColor" stroke-width="2.6"/>',
}


def knot_sign(kind: str) -> SafeString:
    """Return the shape of a knot. Raise `KeyError` if the kind is unknown."""
    return format_html(
        '<svg class="knot-sign" viewBox="0 0 22 22" aria-hidden="true">{}</svg>',
        mark_safe(_KNOT_DRAWINGS[kind]),
    )


def state_sign(state: State) -> SafeString:
    """Return the shape of a state, 16 px wide."""
    return format_html(
        '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">{}</svg>',
        mark_safe(_STATE_DRAWINGS[state]),
    )


def meter(*, share: float, plan: float | None, label: str) -> SafeString:
    """Draw a bar of what is reached (shares from 0 to 1), with a tick at the plan."""
    filled = f"{min(max(share, 0), 1) * 100:.1f}%"
    tick = SafeString("")
    if plan is not None:
        place = f"{min(max(plan, 0), 1) * 99.4:.1f}%"
        tick = format_html('<rect x="{}" y="0" width="2.5" height="12" fill="#1b2426"/>', place)
    return format_html(
        '<svg class="meter" width="100%" height="12" role="img" aria-label="{}">'
        '<rect y="2" width="100%" height="8" fill="#ddd8ca"/>'
        '<rect y="2" width="{}" height="8" fill="#0d5356"/>{}</svg>',
        label,
        filled,
        tick,
    )
