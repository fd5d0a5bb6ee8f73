"""Background job of accounts: mailing sign-in links."""

from clayton_review.accounts import mail
from clayton_review.accounts.actions import make_link
from clayton_review.accounts.models import User
from clayton_review.jobs.registry import job


@job("accounts.mail_link")
def mail_link(user_id: str) -> None:
    """Make a link and mail it; done twice, the newer letter's link works."""
    link, token = make_link(user=User.objects.get(pk=user_id))
    mail.send_link(link, token)
