"""Opening a batch of answers, and filing it as columns and weights in the same transaction."""

import logging
from uuid import UUID

from django.db import transaction

from surveys.analysis.actions.columns import store_columns
from surveys.analysis.actions.weighting import recompute_weights
from surveys.answers.actions.opening import open_boxes
from surveys.survey.models import Survey

logger = logging.getLogger(__name__)


@transaction.atomic
def open_batch(*, survey_id: UUID) -> int:
    """Open the boxes of a survey that may be opened now, and return their number.

    The opened sheets are filed as columns and weighted. Raises `sealing.KeyUnusable`, and then
    changes nothing.
    """
    n_opened = open_boxes(survey_id=survey_id)
    if n_opened:
        file_sheets(Survey.objects.select_related("version").get(pk=survey_id))
    return n_opened


def file_sheets(survey: Survey) -> None:
    """Store the columns and weight the sheets; an error here must not keep the boxes closed.

    Until it is mended, each page makes the columns for itself and the sheets are not weighted.
    """
    try:
        with transaction.atomic():
            store_columns(survey=survey)
            recompute_weights(survey=survey)
    except Exception:  # whatever it is
        logger.exception("The sheets of %s could not be coded or weighted.", survey.slug)
