"""People with an account; residents have none."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils.module_loading import import_string

from clayton_review import clock
from clayton_review.accounts.roles import (
    HELD_FOR_A_LEAD,
    Permission,
    Role,
    allows,
    roles_holding,
)

INVITATION_LASTS = timedelta(days=7)
LINK_LASTS = timedelta(minutes=20)


class UserManager(BaseUserManager["User"]):
    """Creates and finds people; e-mail addresses are kept in lower case."""

    def create_user(
        self, *, email: str, name: str, role: Role, password: str | None = None
    ) -> "User":
        """Return a new person; without a password they sign in by link or set one by invitation."""
        user = self.model(email=email.strip().lower(), name=name, role=role)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def holding(self, permission: Permission) -> models.QuerySet["User"]:
        """Return the people with an open account whose role holds the permission."""
        return self.filter(role__in=roles_holding(permission), is_active=True)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """One person, one role."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices)
    deputy = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="deputizes_for"
    )
    is_active = models.BooleanField(default=True)
    n_session_ends = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]

    objects = UserManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="user_role_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def may(self, permission: Permission) -> bool:
        """True if this person's account is open and their role holds the permission."""
        return self.is_active and (
            allows(self.role, permission)
            or (permission in HELD_FOR_A_LEAD and self.deputizes_for_a_lead())
        )

    def stands_for_a_lead(self) -> bool:
        """True if the person is a lead consultant or the named deputy of one."""
        return self.role == Role.LEAD or self.deputizes_for_a_lead()

    def deputizes_for_a_lead(self) -> bool:
        """True if the person is the named deputy of a lead whose account is open."""
        leads = self.deputizes_for.filter(role=Role.LEAD, is_active=True)
        return self.role == Role.CONSULTANT and leads.exists()

    def get_session_auth_hash(self) -> str:
        """Return what a session must carry; it changes when all sessions of the person end."""
        return f"{super().get_session_auth_hash()}:{self.n_session_ends}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Return the same, signed with older keys of the portal."""
        return (f"{old}:{self.n_session_ends}" for old in super().get_session_auth_fallback_hash())


class PersonSession(AbstractBaseSession):
    """One browser; `user` is set as soon as it gave a first proof of who uses it."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")

    def __str__(self) -> str:
        return f"session until {self.expire_date:%Y-%m-%d %H:%M}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """Return the store that reads and writes these rows."""
        store: type[SessionBase] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        return store


class Invitation(models.Model):
    """A mailed link by which somebody sets name and password once; their role is fixed in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="invitations_sent"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="invitation_role_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="invitation_email_is_lower_case"
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True, user__isnull=True)
                | models.Q(accepted_at__isnull=False, user__isnull=False),
                name="accepted_invitation_has_its_person",
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_per_email",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.created_at:%Y-%m-%d}"

    @property
    def letter_about(self) -> str:
        """Return the words by which the letter with this link is found."""
        return f"invitation {self.pk}"

    def is_open(self) -> bool:
        """True if the link still works."""
        return not (self.accepted_at or self.withdrawn_at) and clock.now() < self.expires_at


class FactorReset(models.Model):
    """A request of one person to take away somebody's second factor, decided by another one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="factor_resets")
    reason = models.CharField(max_length=500)
    requested_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="factor_resets_requested"
    )
    requested_at = models.DateTimeField(default=clock.now, editable=False)
    decided_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="factor_resets_decided"
    )
    decided_at = models.DateTimeField(null=True)
    is_done = models.BooleanField(default=False)

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(decided_at__isnull=True),
                name="one_waiting_reset_per_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(requested_by=models.F("user"))
                & ~models.Q(decided_by=models.F("user")),
                name="nobody_resets_their_own_factor",
            ),
            models.CheckConstraint(
                condition=models.Q(is_done=False) | ~models.Q(decided_by=models.F("requested_by")),
                name="two_people_reset_a_factor",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True, decided_by__isnull=True, is_done=False)
                | models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="decided_reset_has_its_person",
            ),
        ]

    def __str__(self) -> str:
        return f"reset asked for on {self.requested_at:%Y-%m-%d}"


class DigestFrequency(models.TextChoices):
    """The frequency of digests of a person's pending work."""

    DAILY = "daily", "Every morning"
    AT_ONCE = "at_once", "Every morning, and at once when something is waiting for my decision"
    WEEKLY = "weekly", "On Mondays"
    NONE = "none", "Never"


class Preferences(models.Model):
    """One person's choices and last visits; people without a row have defaults."""

    user = models.OneToOneField(
        User, primary_key=True, on_delete=models.PROTECT, related_name="preferences"
    )
    digest_frequency = models.CharField(
        max_length=10, choices=DigestFrequency.choices, default=DigestFrequency.DAILY
    )
    seen_at = models.DateTimeField(default=clock.now)
    before_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "preferences"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest_frequency__in=DigestFrequency.values),
                name="digest_frequency_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(before_at__isnull=True)
                | models.Q(before_at__lte=models.F("seen_at")),
                name="visit_before_is_earlier",
            ),
        ]

    def __str__(self) -> str:
        return self.get_digest_frequency_display()


class Digest(models.Model):
    """A digest that was mailed to a person about one day or one thing; never sent twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="digests")
    about = models.CharField(max_length=120)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "about"], name="written_once_about_a_thing")
        ]

    def __str__(self) -> str:
        return self.about


class SignInLinkQuerySet(models.QuerySet["SignInLink"]):
    def usable(self, token_hash: str) -> "SignInLinkQuerySet":
        """Return the link with this token, if it can still be used."""
        return self.filter(token_hash=token_hash, used_at=None, expires_at__gt=clock.now())


class SignInLink(models.Model):
    """A mailed link by which a Board member signs in once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = SignInLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"link until {self.expires_at:%Y-%m-%d %H:%M}"

    @property
    def letter_about(self) -> str:
        """Return the words by which the letter with this link is found."""
        return f"sign-in link {self.pk}"
