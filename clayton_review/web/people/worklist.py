"""Work queues of missing second factors, for the lead and for the person."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Case, Exists, OuterRef, TextField, Value, When
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission, Role, needs_second_factor
from clayton_review.accounts.selectors import waiting_resets
from clayton_review.web import worklist
from clayton_review.web.formatting import count_in_words
from clayton_review.web.worklist import WorklistNotice

PROOFS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
IN_USE = "set up"
FACTORS = ((IN_USE, "In use"), ("missing", "Missing"), ("not needed", "Not needed"))


def _guarded_roles() -> list[str]:
    return [role for role in Role if needs_second_factor(role)]


def with_factor(people: Any) -> Any:
    """Add `factor` to people: in use, missing (the role needs one), or not needed."""
    proofs = Authenticator.objects.filter(user=OuterRef("pk"), type__in=PROOFS)
    return people.annotate(
        factor=Case(
            When(Exists(proofs), then=Value(IN_USE)),
            When(role__in=_guarded_roles(), then=Value("missing")),
            default=Value("not needed"),
            output_field=TextField(),
        )
    )


def factor_words(user: Any) -> str:
    """Return the person's `factor` in words."""
    return dict(FACTORS)[user.factor]


def factor_notices(user: User) -> list[WorklistNotice]:
    """Return notices of missing second factors: how many people lack one, and one's own."""
    sees_all = user.may(Permission.INVITE_PEOPLE)
    if not (sees_all or needs_second_factor(user.role)):
        return []
    people = User.objects.filter(is_active=True)
    own_or_all = people if sees_all else people.filter(pk=user.pk)
    missing = set(with_factor(own_or_all).filter(factor="missing").values_list("pk", flat=True))
    notices = [_people_notice(len(missing))] if sees_all and missing else []
    return [*notices, _own_notice()] if user.pk in missing else notices


def _people_notice(n: int) -> WorklistNotice:
    people = count_in_words(n, "person has", "people have")
    text = (
        f"{people[:1].upper()}{people[1:]} access to interviews or drafts but no second "
        "sign-in step yet."
    )
    return WorklistNotice(text, f"{reverse('people:list')}?factor=missing&is_active=True")


def _own_notice() -> WorklistNotice:
    text = (
        "You have no second sign-in step yet. We recommend that you set one up before you work "
        "with interviews or drafts."
    )
    return WorklistNotice(text, reverse("mfa_index"))


def reset_notice(user: User) -> list[WorklistNotice]:
    """Return a notice of each second factor that waits for this person's decision."""
    return [
        WorklistNotice(
            f"{reset.requested_by.name} asks for a second person: {reset.user.name} lost their "
            "second sign-in step.",
            reverse("people:resets"),
        )
        for reset in waiting_resets(user)
    ]


worklist.register_notices(Permission.RESET_FACTORS, reset_notice)
worklist.register_notices(Permission.USE_ACCOUNT, factor_notices)
