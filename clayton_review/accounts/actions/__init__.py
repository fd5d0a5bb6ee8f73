"""Changes of accounts: invitations, closing, deputies, sign-in links, sessions, signing in.

All raise `Refused`; the tokens they return are shown or mailed once and stored only as hashes.
"""

from clayton_review.accounts.actions.factors import (
    confirm_factor_reset,
    decline_factor_reset,
    one_code_at_a_time,
    request_factor_reset,
    reseal_factor_secrets,
    spend_app_code,
)
from clayton_review.accounts.actions.invitations import (
    INVITE,
    accept,
    invite,
    open_invitation,
    withdraw_invitation,
)
from clayton_review.accounts.actions.links import (
    SIGN_IN,
    SPENT,
    ask_for_link,
    make_link,
    use_link,
)
from clayton_review.accounts.actions.people import (
    change_account,
    close,
    name_deputy,
    reopen,
)
from clayton_review.accounts.actions.sessions import (
    change_password,
    end_all_sessions,
    end_session,
)
from clayton_review.accounts.actions.sign_ins import (
    record_factor_change,
    record_failure,
    record_lock_out,
    record_sign_in,
)

__all__ = [
    "INVITE",
    "SIGN_IN",
    "SPENT",
    "accept",
    "ask_for_link",
    "change_account",
    "change_password",
    "close",
    "confirm_factor_reset",
    "decline_factor_reset",
    "end_all_sessions",
    "end_session",
    "invite",
    "make_link",
    "name_deputy",
    "one_code_at_a_time",
    "open_invitation",
    "record_factor_change",
    "record_failure",
    "record_lock_out",
    "record_sign_in",
    "reopen",
    "request_factor_reset",
    "reseal_factor_secrets",
    "spend_app_code",
    "use_link",
    "withdraw_invitation",
]
