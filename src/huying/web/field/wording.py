"""The words the device says by itself, given to the page as data; none stands in a script."""

from typing import Any

from django.utils.translation import gettext as _


def words() -> dict[str, Any]:
    """By the name a module asks for; `%(…)s` is filled in on the device."""
    return {
        "waiting": _("%(n)s waiting to send"),
        "sending": _("Sending %(n)s …"),
        "all_sent": _("Everything is sent"),
        "refused": _("%(n)s need your look"),
        "no_signal": _("No signal. You can go on working; nothing is lost."),
        "not_heard": _("The server did not answer. It is tried again by itself."),
        "sign_in": _("Please sign in again. Nothing is lost."),
        "other": _("%(n)s of %(name)s wait here. They go out when %(name)s signs in on this device."),
        "as_of": _("As of %(when)s"),
        "dropped": _("The list was not kept longer than half a day. With signal it comes back."),
        "no_room": _("This device has no room for it. What you wrote is still in the form: take photos out, or send what waits first."),
        "no_store": _("This browser keeps nothing without signal. Use the page while you are online."),
        "stay_open": _("This browser cannot open the page without signal. Leave it open while you are out."),
        "needed": _("Please fill this in."),
        "a_photo": _("Please choose a photo."),
        "consent": _("Say how the resident agreed, or leave name and telephone out."),
        "too_large": _("The server does not take photos this large. Take one out and send the rest."),
        "copied": _("The words are copied."),
        "sure": _("Throw this away? It was not sent."),
        "kind_report": _("Report"),
        "kind_visit": _("Visit"),
        "kind_photo": _("Photo"),
        "state_waiting": _("waiting"),
        "state_sending": _("on its way"),
        "state_sent": _("sent"),
        "state_refused": _("not taken"),
        "said": _("said %(when)s"),
        "early": _("It has not begun yet. What you tapped goes out when it has."),
        "tap_waiting": _("kept here"),
        "tap_sent": _("sent"),
        "unsure": _("Take this one back? It was not sent yet."),
        "again": _("Take it off here, and tap again if it is right?"),
        "photos": _("%(n)s photos"),
    }  # fmt: skip
