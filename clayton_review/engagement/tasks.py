"""Background jobs of the engagement: send alerts to the lead."""

from clayton_review.engagement import actions
from clayton_review.engagement.models import Alert
from clayton_review.jobs.registry import job


@job(actions.MAIL_ALERT, title="Letter about a budget alert")
def mail_alert(alert: str) -> None:
    """Mail the lead that an alert was raised or taken back."""
    actions.mail_alert(alert=Alert.objects.get(pk=alert))
