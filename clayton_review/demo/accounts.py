"""The people of the demonstration study, all of them invented, with their passwords."""

from dataclasses import dataclass

from clayton_review.accounts.roles import Role


@dataclass(frozen=True)
class Account:
    """One sign-in of the demonstration."""

    role: Role
    name: str
    email: str
    password: str


ACCOUNTS = (
    Account(Role.CONSULTANT, "Nora Whitfield", "nora@example.org", "evidence before opinion"),
    Account(Role.CONSULTANT, "Samuel Ortiz", "samuel@example.org", "two people read it twice"),
    Account(Role.CONSULTANT, "Dana Kessler", "dana@example.org", "every quote has a source"),
    Account(Role.LEAD, "Marian Holloway", "marian@example.org", "signed after it was read"),
    Account(Role.BOARD, "Walter Simms", "board@example.org", "the board reads on monday"),
    Account(Role.CITY, "Irene Castell", "city@example.org", "progress told every month"),
    Account(Role.LIAISON, "Owen Tate", "liaison@example.org", "answers to every request"),
    Account(Role.CUSTODIAN, "Ruth Delaney", "records@example.org", "kept for as long as due"),
)
