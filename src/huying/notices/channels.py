"""The ways out: each carries one text to one address, or says why it could not."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from huying.notices.links import link_to
from huying.notices.models import Notice
from huying.notices.senders import NotSent, Sender, carries_sms, sms
from huying.notices.states import Way
from huying.notices.wechat import WeChat


class Mail:
    """Django's mail, to one address."""

    def send(self, to: str, text: str, *, key: str) -> str:
        """Send it; NotSent when the mail server does not take it."""
        message = EmailMessage(
            _("Huying: %(start)s") % {"start": text.splitlines()[0][:40]}, text, to=[to],
            headers={"X-Entity-Ref-ID": key},
        )  # fmt: skip
        try:
            taken = message.send()
        except OSError as problem:
            raise NotSent(str(problem)) from problem
        if not taken:
            raise NotSent("the mail server took nothing")
        return ""


def configured(way: Way) -> bool:
    """Whether this installation has such a way."""
    return {
        Way.WECHAT: settings.WECHAT is not None,
        Way.SMS: carries_sms(),
        Way.MAIL: bool(settings.EMAIL_HOST),
    }.get(way, True)


def carrier(notice: Notice) -> Sender:
    """Whatever carries texts by the way of this notice here."""
    if notice.way == Way.WECHAT:
        return WeChat(link_to(notice))
    return sms() if notice.way == Way.SMS else Mail()
