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
    "partial: at least 50%; less is a break-off. Invitations we cannot account for count as "
    "unknown."
)
MARGIN = (
    "Margin of error: for a share of 50%, at 95% confidence, with the finite population "
    "correction where the size of the population is known and the design effect of the weights "
    "(Kish) where there are weights."
)
INTERVALS = _(
    # xgettext:no-python-format  # noqa: ERA001
    "A range given with a share shows how far chance may have moved it: with 95% confidence the "
    "true share lies in it (Wilson’s score interval, with the effective sample size for that "
    "share)."
)
BY_PROGRAM = _("%(n)s of %(all)s answer sheets look made by a program and are left out.")
FEW_BY_PROGRAM = _("Fewer than %(n)s answer sheets look made by a program and are left out.")
NONE_BY_PROGRAM = _("None of the %(all)s answer sheets looks made by a program.")
BY_PROGRAM_RULE = _(
    "A sheet of the open link looks made by a program if at least two of these are true: its form "
    "has lost the mark that we put into each form; it answers pages that were never shown; it came "
    "sooner than one second for each answer; its sender named no language, as every browser does; "
    "at least five choices from lists all stand in the same place. "
    "One of these alone never counts, and neither does a slow phone or a browser without scripts. "
    "A patient program can still pass for a person."
)
CONDITIONAL_APART = _(
    "Only some people were asked this question, and fewer than 100 answered the survey, so its "
    "answers are not shown. Seen with the answers that led to it, they could show who it was."
)
COMPLETENESS_APART = (
    "Fewer than 100 people answered, so complete and partial answers, the response rate and the "
    "margin of error are not shown. How complete a sheet is depends on several of its answers, and "
    "seen together they could show who it was."
)
WITH_PROGRAMS = _("With all %(all)s sheets: %(answers)s")
UNWEIGHTED = _("Unweighted: every answer sheet counts the same.")
ASKED = _(
    "Percent of everyone who was asked. “Don’t know,” “prefer not to answer” and skipped answers "
    "are shown separately."
)
WEIGHTED = _(
    "Counts are answer sheets as they came in. Shares are weighted by %(targets)s. A share that "
    "the weights set in advance has no interval."
)
RESIDENTS_WHO_ANSWERED = _("%(n)s residents who answered the survey")
PEOPLE_WHO_ANSWERED = _("%(n)s people who answered the survey")  # through a link open to all
RESIDENTS_WHO_WERE_ASKED = _("%(n)s residents who were asked this question")
PEOPLE_WHO_WERE_ASKED = _("%(n)s people who were asked this question")
WORTH = _("Effective sample size: about %(worth)s of %(n)s answer sheets.")
