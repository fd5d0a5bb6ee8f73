"""What the lead should know of people today: who works without a second factor."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission, Role, needs_second_factor
from clayton_review.web import day
from clayton_review.web.day import Notice, counted

GUARDED_ROLES = [role for role in Role if needs_second_factor(role)]
PROOFS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def second_factor_notice(_: User) -> list[Notice]:
    """How many people who reach interviews or drafts have neither authenticator nor passkey."""
    proofs = Authenticator.objects.filter(user=OuterRef("pk"), type__in=PROOFS)
    people = User.objects.filter(is_active=True, role__in=GUARDED_ROLES)
    n = people.filter(~Exists(proofs)).count()
    if not n:
        return []
    told = counted(n, "person has", "people have")
    text = f"{told[:1].upper()}{told[1:]} no second factor yet and may read interviews or drafts."
    return [Notice(text, reverse("people:list"))]


day.register_notices(Permission.INVITE_PEOPLE, second_factor_notice)
