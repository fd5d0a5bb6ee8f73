"""Roles and permissions as code; a permission that is not named here is refused."""

from enum import StrEnum

from django.conf import settings
from django.db.models import TextChoices


class Role(TextChoices):
    """The role of a person, one each. A resident has no account and therefore no role."""

    CONSULTANT = "consultant", "Consultant"
    LEAD = "lead", "Lead consultant"
    BOARD = "board", "Board member"
    CITY = "city", "City staff"
    LIAISON = "liaison", "Police liaison"
    CUSTODIAN = "custodian", "Records custodian"


class Permission(StrEnum):
    """A permission that a view may ask for."""

    USE_ACCOUNT = "use own account"
    SEE_DASHBOARD = "see the Board's dashboard"
    TAKE_DECISIONS = "take the decisions asked of the Board"
    READ_INCIDENTS = "read incidents"
    WRITE_INCIDENTS = "write incidents"
    READ_SURVEYS = "read survey results"
    WRITE_SURVEYS = "prepare surveys"
    RUN_SURVEYS = "open and close surveys"
    READ_INTERVIEWS = "read interviews"
    WRITE_INTERVIEWS = "write interviews"
    READ_IDENTITIES = "read identities in the vault"
    READ_CONTACTS = "read how participants are reached"
    READ_FINDINGS = "read findings in work"
    WRITE_FINDINGS = "write findings"
    APPROVE_FINDINGS = "sign findings off"
    RELEASE_FINDINGS = "release findings and recommendations"
    READ_RECOMMENDATIONS = "read recommendations in work"
    WRITE_RECOMMENDATIONS = "write recommendations"
    REPORT_PROGRESS = "report progress on recommendations"
    READ_ENGAGEMENT = "read the contract"
    WRITE_ENGAGEMENT = "write expenses and milestones"
    MANAGE_ENGAGEMENT = "change the contract"
    READ_DOCUMENTS = "read documents"
    WRITE_DOCUMENTS = "file documents"
    ANSWER_REQUESTS = "answer requests for documents"
    READ_ADVANCE_COPIES = "read approved reports before their issue"
    READ_DRAFTS = "read draft reports"
    WRITE_DRAFTS = "write draft reports"
    SUBMIT_REPORTS = "send reports for review"
    APPROVE_REPORTS = "approve reports"
    ISSUE_REPORTS = "issue reports"
    READ_AUDIT = "read the audit record"
    INVITE_PEOPLE = "invite people"
    RETRY_WORK = "try late and failed work again"
    RESET_FACTORS = "reset the second sign-in step of others, two people together"


class DisclosureClass(TextChoices):
    """Class of people who may open a record; it controls access and is not a legal ground."""

    PUBLIC = "public", "Public"
    CITY_AND_BOARD = "city_and_board", "City and Board"
    TEAM = "team", "Engagement team"
    RESTRICTED = "restricted", "Restricted to the lead"


_EVERYBODY = frozenset({Permission.USE_ACCOUNT})

_CONSULTANT = _EVERYBODY | {
    Permission.SEE_DASHBOARD,
    Permission.READ_ADVANCE_COPIES,
    Permission.READ_INCIDENTS,
    Permission.WRITE_INCIDENTS,
    Permission.READ_SURVEYS,
    Permission.WRITE_SURVEYS,
    Permission.READ_INTERVIEWS,
    Permission.WRITE_INTERVIEWS,
    Permission.READ_CONTACTS,
    Permission.READ_FINDINGS,
    Permission.WRITE_FINDINGS,
    Permission.APPROVE_FINDINGS,
    Permission.READ_RECOMMENDATIONS,
    Permission.WRITE_RECOMMENDATIONS,
    Permission.READ_ENGAGEMENT,
    Permission.WRITE_ENGAGEMENT,
    Permission.READ_DOCUMENTS,
    Permission.WRITE_DOCUMENTS,
    Permission.READ_DRAFTS,
    Permission.WRITE_DRAFTS,
    Permission.SUBMIT_REPORTS,
    Permission.APPROVE_REPORTS,
    Permission.RESET_FACTORS,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CONSULTANT: _CONSULTANT,
    Role.LEAD: _CONSULTANT
    | {
        Permission.RUN_SURVEYS,
        Permission.READ_IDENTITIES,
        Permission.RELEASE_FINDINGS,
        Permission.MANAGE_ENGAGEMENT,
        Permission.ISSUE_REPORTS,
        Permission.READ_AUDIT,
        Permission.INVITE_PEOPLE,
        Permission.RETRY_WORK,
    },
    Role.BOARD: _EVERYBODY
    | {Permission.SEE_DASHBOARD, Permission.TAKE_DECISIONS, Permission.READ_ADVANCE_COPIES},
    Role.CITY: _EVERYBODY
    | {
        Permission.SEE_DASHBOARD,
        Permission.REPORT_PROGRESS,
        Permission.ANSWER_REQUESTS,
    },
    Role.LIAISON: _EVERYBODY | {Permission.ANSWER_REQUESTS},
    Role.CUSTODIAN: _EVERYBODY | {Permission.SEE_DASHBOARD},
}

_CITY_AND_BOARD = frozenset({DisclosureClass.PUBLIC, DisclosureClass.CITY_AND_BOARD})
_TEAM = _CITY_AND_BOARD | {DisclosureClass.TEAM}
# The classes of records that a role opens.
OPENS: dict[Role, frozenset[DisclosureClass]] = {
    Role.LEAD: _TEAM | {DisclosureClass.RESTRICTED},
    Role.CONSULTANT: _TEAM,
    Role.BOARD: _CITY_AND_BOARD,
    Role.CITY: _CITY_AND_BOARD,
    Role.CUSTODIAN: _CITY_AND_BOARD,
    Role.LIAISON: frozenset({DisclosureClass.PUBLIC}),
}

# What a lead's named deputy may do as well, so that an ill lead stops no month.
HELD_FOR_A_LEAD = frozenset({Permission.ISSUE_REPORTS})

# These roles may sign in by a mailed link alone: they reach nothing confidential.
BY_LINK = frozenset({Role.BOARD})

# These roles are sent a letter when a report is approved and when it is issued.
SENT_REPORTS = frozenset({Role.BOARD})

# A person who holds one of these needs a second factor before anything else.
GUARDED = frozenset(
    {
        Permission.READ_INTERVIEWS,
        Permission.READ_IDENTITIES,
        Permission.READ_CONTACTS,
        Permission.READ_DRAFTS,
    }
)


def allows(role: str, permission: Permission) -> bool:
    """True if the role holds the permission; an unknown role holds none."""
    return role in PERMISSIONS and permission in PERMISSIONS[Role(role)]


def roles_holding(permission: Permission) -> frozenset[Role]:
    """Return the roles that hold the permission."""
    return frozenset(role for role in Role if allows(role, permission))


def needs_second_factor(role: str) -> bool:
    """True if the role reaches interviews, the vault or drafts, or this portal asks it of them."""
    is_guarded = any(allows(role, permission) for permission in GUARDED)
    return is_guarded or role in settings.SECOND_FACTOR_ROLES


# Roles that read what is issued, and no drafts.
OUTSIDE_TEAM = frozenset(Role) - roles_holding(Permission.READ_DRAFTS)

# Roles that read what anyone can read, and do nothing else here.
READERS = frozenset(
    role for role in Role if PERMISSIONS[role] == _EVERYBODY | {Permission.SEE_DASHBOARD}
)
