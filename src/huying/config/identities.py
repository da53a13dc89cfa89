"""Whom else we believe who somebody is: an OpenID Connect issuer, WeChat; none by default."""

from typing import Any

from huying.config.addresses import address, origin

OIDC = "oidc"
WEIXIN = "weixin"
WEIXINS_DOOR = "https://open.weixin.qq.com"


def identity_providers(
    oidc: tuple[str, str, str, str], weixin: tuple[str, str]
) -> dict[str, dict[str, Any]]:
    """What the library is told of issuer, client id, secret and name; app id and secret.

    All blank is off. ValueError when something of one is missing: half a door is a mistake.
    """
    found: dict[str, dict[str, Any]] = {}
    issuer, client, secret, name = oidc
    if _whole("HUYING_OIDC_ISSUER, _CLIENT_ID and _CLIENT_SECRET", issuer, client, secret):
        app = {
            "provider_id": OIDC, "name": name, "client_id": client, "secret": secret,
            "settings": {"server_url": issuer},
        }  # fmt: skip
        found["openid_connect"] = {"APPS": [app], "OAUTH_PKCE_ENABLED": True}
    if _whole("HUYING_WEIXIN_APP_ID and _APP_SECRET", *weixin):
        found["weixin"] = {"APPS": [{"client_id": weixin[0], "secret": weixin[1]}]}
    return found


def doors(providers: dict[str, dict[str, Any]], elsewhere: str = "") -> list[str]:
    """Where browsers are sent to say who they are: the origins a form of ours may lead on to.

    `elsewhere` is where the issuer's own sign-in page stands, if not where the issuer does;
    ValueError when it is no address.
    """
    found = [
        app["settings"]["server_url"] for app in providers.get("openid_connect", {}).get("APPS", [])
    ]
    found += [address("HUYING_OIDC_DOOR", elsewhere)] if found and elsewhere else []
    found += [WEIXINS_DOOR] if "weixin" in providers else []
    return [origin(one) for one in found]


def _whole(names: str, *values: str) -> bool:
    if any(values) and not all(values):
        raise ValueError(f"{names} belong together: set all of them or none")
    return all(values)
