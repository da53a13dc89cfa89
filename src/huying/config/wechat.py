"""The WeChat service account that notices go out through; none by default."""

from huying.config.addresses import address
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
        api=address("HUYING_WECHAT_API", api), door=address("HUYING_WECHAT_DOOR", door),
    )  # fmt: skip
