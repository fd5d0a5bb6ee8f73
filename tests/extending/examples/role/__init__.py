"""Two new roles: a trustee, who reports for the city too, and an observer, who only reads."""

from tests.extending.example import Edit, Example

ROLES = "clayton_review/accounts/roles.py"
EXAMPLE = Example(
    row="a role or permission",
    folder="role",
    edits=(
        Edit(
            ROLES,
            after='    CUSTODIAN = "custodian", "Records custodian"\n',
            add='    TRUSTEE = "trustee", "Trustee"\n    OBSERVER = "observer", "Observer"\n',
        ),
        Edit(
            ROLES,
            after="    Role.CUSTODIAN: _EVERYBODY | {Permission.SEE_DASHBOARD},\n",
            add=(
                "    Role.OBSERVER: _EVERYBODY | {Permission.SEE_DASHBOARD},\n"
                "    Role.TRUSTEE: _EVERYBODY\n"
                "    | {\n"
                "        Permission.SEE_DASHBOARD,\n"
                "        Permission.READ_ADVANCE_COPIES,\n"
                "        Permission.REPORT_PROGRESS,\n"
                "    },\n"
            ),
        ),
        Edit(
            ROLES,
            after="    Role.CUSTODIAN: _CITY_AND_BOARD,\n",
            add="    Role.TRUSTEE: _CITY_AND_BOARD,\n    Role.OBSERVER: _CITY_AND_BOARD,\n",
        ),
        Edit(
            ROLES,
            after="SENT_REPORTS = frozenset({Role.BOARD",
            add=", Role.TRUSTEE",
        ),
    ),
)
