"""A new role: the mayor, who reads what the Board reads and is sent the reports."""

from tests.extending.example import Edit, Example

ROLES = "clayton_review/accounts/roles.py"
EXAMPLE = Example(
    row="a role or permission",
    folder="role",
    edits=(
        Edit(
            ROLES,
            after='    CUSTODIAN = "custodian", "Records custodian"\n',
            add='    MAYOR = "mayor", "Mayor"\n',
        ),
        Edit(
            ROLES,
            after="    Role.CUSTODIAN: _EVERYBODY | {Permission.SEE_DASHBOARD},\n",
            add=(
                "    Role.MAYOR: _EVERYBODY\n"
                "    | {Permission.SEE_DASHBOARD, Permission.READ_ADVANCE_COPIES},\n"
            ),
        ),
        Edit(
            ROLES,
            after="    Role.CUSTODIAN: _CITY_AND_BOARD,\n",
            add="    Role.MAYOR: _CITY_AND_BOARD,\n",
        ),
        Edit(
            ROLES,
            after="SENT_REPORTS = frozenset({Role.BOARD",
            add=", Role.MAYOR",
        ),
    ),
)
