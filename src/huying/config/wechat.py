"""The WeChat service account that notices go out through; none by default."""

from urllib.parse import urlsplit

from huying.notices.service_account import ServiceAccount, keywords_of

NAMES = "HUYING_WECHAT_APP_ID, _APP_SECRET, _TEMPLATE and _FIELDS"


def service_account(
    app_id: str, secret: str, template: str, fields: str, *, api: str, door: str
) -> ServiceAccount | None:
    """The account as set up; None where nothing is.

    ValueError when something is missing or cannot be read: half a carrier is a mistake.
    """
    given = (app_id, secret, template, fields)
    if not any(given):
        return None
    if not all(given):
        raise ValueError(f"{NAMES} belong together: set all of them or none")
    try:
        keywords = keywords_of(fields)
    except ValueError as problem:
        raise ValueError(f"HUYING_WECHAT_FIELDS: {problem}") from None
    return ServiceAccount(
        app_id, secret, template, keywords,
        api=_address("HUYING_WECHAT_API", api), door=_address("HUYING_WECHAT_DOOR", door),
    )  # fmt: skip


def _address(name: str, said: str) -> str:
    parts = urlsplit(said)
    if parts.scheme not in {"https", "http"} or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"{name} is no address: {said}")
    return said.rstrip("/")
