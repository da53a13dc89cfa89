"""Persons and what they hold; and what is kept about signing in."""

from huying.people.models.people import Account, ApiToken, Cover, Mode, Person, Post
from huying.people.models.signing import PhoneCode, SignInRecord, UsedCode, WrongTries

__all__ = [
    "Account",
    "ApiToken",
    "Cover",
    "Mode",
    "Person",
    "PhoneCode",
    "Post",
    "SignInRecord",
    "UsedCode",
    "WrongTries",
]
