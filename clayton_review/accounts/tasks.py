"""Background job of accounts: mailing sign-in links."""

from clayton_review.accounts.actions import make_link
from clayton_review.accounts.models import User
from clayton_review.accounts.policies import can_sign_in_by_link
from clayton_review.jobs.registry import job


@job("accounts.mail_link", title="Sign-in link for a person")
def mail_link(user_id: str) -> None:
    """Mail a new sign-in link; if run twice, both links work until one of them is used.

    Nobody is mailed one whose account was closed, or who got another role, since it was asked for.
    """
    user = User.objects.get(pk=user_id)
    if can_sign_in_by_link(user):
        make_link(user=user)
