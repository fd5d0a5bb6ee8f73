"""Sentences that stand beside every survey number."""

from django.utils.translation import gettext_lazy as _

OPT_IN = _(
    "Respondents chose to take part themselves; they are not a probability sample, so no estimates "
    "of sampling error can be calculated (American Association for Public Opinion Research). All "
    "surveys may be subject to other errors, such as those of coverage and of measurement."
)
RR1 = (
    "AAPOR Response Rate 1: complete ÷ (complete + partial + refusals and break-offs + not reached "
    "+ other eligible + unknown). Complete: at least 80% of the closed questions answered; "
    "partial: at least 50%; less is a break-off. Invitations nobody accounted for count as unknown."
)
MARGIN = (
    "Margin of error: for a share of 50%, 95% confidence, with the finite population correction "
    "where the population’s size is known and the design effect of the weights (Kish) where there "
    "are weights."
)
INTERVALS = _(
    "Intervals: 95%, Wilson’s score interval with the effective size of the sample for that share."
)
UNWEIGHTED = _("Unweighted: every sheet counts the same.")
ASKED = _(
    "Percent of everybody who was asked; “don’t know”, “prefer not to answer” and skipped answers "
    "are shown as answers of their own."
)
WEIGHTED = _(
    "Counts are sheets as they came; shares are weighted, by %(targets)s. A share that the weights "
    "fix has no interval."
)
WORTH = _("Effective size of the sample: about %(worth)s of %(n)s sheets.")
