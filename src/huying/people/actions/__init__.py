"""Making persons, accounts, posts and tokens; and what signing in writes."""

from huying.people.actions.accounts import (
    add_person,
    appoint,
    close_account,
    issue_token,
    open_account,
    random_password,
    reopen_account,
    revoke_token,
    set_password,
)

__all__ = [
    "add_person",
    "appoint",
    "close_account",
    "issue_token",
    "open_account",
    "random_password",
    "reopen_account",
    "revoke_token",
    "set_password",
]
