"""Accounts in the console: opened, given a new password, closed and reopened; never edited."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import display
from django.contrib.auth import update_session_auth_hash
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.people.actions import (
    close_account,
    open_account,
    random_password,
    reopen_account,
    set_password,
)
from huying.people.actions.ending import drop_factors
from huying.people.actions.guarding import lift_lockout
from huying.people.actions.noting import note
from huying.people.models import Account, Person
from huying.people.queries import has_second_factor, locked_until
from huying.people.states import Told
from huying.web.console.frame import Kept, read_afresh

OWN = gettext_noop("you cannot close your own account")
log = logging.getLogger("huying.accounts")


@dataclass(frozen=True)
class Step:
    """Something a keeper does to an account: what the page says, and whether a password is made.

    `do` takes the account, a new password, and who does it; `told` goes into the records, unless
    `do` writes there itself.
    """

    title: Promise
    words: Promise
    for_open: bool
    do: Callable[[Account, str, str], None]
    gives_password: bool = False
    told: Told | None = None
    done: Promise | str = ""


STEPS: dict[str, Step] = {
    "password": Step(
        _("Give a new password"),
        _("The old password and every sign-in made with it end at once. API tokens stay."),
        for_open=True, gives_password=True, told=Told.PASSWORD,
        do=lambda account, password, _by: set_password(account, password=password),
    ),
    "close": Step(
        _("Close the account"),
        _("Its sign-ins and API tokens end at once and for good. The person, the posts and all "
          "that was done stay; the account can be reopened with a new password."),
        for_open=True, told=Told.CLOSED, done=_("The account %(name)s is closed."),
        do=lambda account, _password, _by: close_account(account, at=now()),
    ),
    "unlock": Step(
        _("Let them try again"),
        _("After ten wrong passwords or codes in a row a name is closed for a quarter of an hour. "
          "This opens it at once."),
        for_open=True, done=_("The name %(name)s may sign in again."),
        do=lambda account, _password, by: lift_lockout(account, at=now(), by=by),
    ),
    "factors": Step(
        _("Take away the second factor"),
        _("For someone who lost their telephone and their recovery codes: app, passkeys and codes "
          "are taken away, and every sign-in ends. Be sure that it is really they who ask."),
        for_open=True, done=_("The password alone opens the account %(name)s now."),
        do=lambda account, _password, by: drop_factors(account, at=now(), by=by),
    ),
    "reopen": Step(
        _("Reopen the account"),
        _("It opens with a new password. API tokens do not come back; make new ones."),
        for_open=False, gives_password=True, told=Told.REOPENED,
        do=lambda account, password, _by: reopen_account(account, password=password),
    ),
}  # fmt: skip


class AccountForm(ModelForm[Account]):
    """Whose account, and the name to sign in with; the password is made for them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "person" in self.fields:  # an account is shown without its fields
            self.fields["person"].required = True
            self.fields["person"].label = capfirst(Person._meta.verbose_name)
            self.fields["person"].error_messages["unique"] = _("This person has an account.")


class AccountAdmin(Kept):
    """Accounts: a list, a page each, and one page for each step; no password hash anywhere."""

    form = AccountForm
    list_display = ("username", "whose", "is_open", "last_login")
    list_filter = ("is_active",)
    list_select_related = ("person",)
    search_fields = ("username", "person__name")
    ordering = ("username",)
    autocomplete_fields = ("person",)
    change_form_template = "console/account.html"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is edited: an account is looked at, and changed by its steps."""
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Two to open one; to look at, all but what opens it."""
        shown = ("called", "whose", "is_open", "date_joined", "last_login", "tokens",
                 "factor", "shut_until")  # fmt: skip
        return shown if obj else ("person", "username")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Everything there is to look at."""
        return self.get_fields(request, obj) if obj else ()

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """No hash is guessed letter by letter through the address of the list."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    @display(description=_("Username"))
    def called(self, account: Account) -> str:
        """The name to sign in with, without the rules for making one."""
        return account.username

    @display(description=_("person"), ordering="person__name")
    def whose(self, account: Account) -> str:
        """The person's name."""
        return account.person.name if account.person else ""

    @display(description=_("may sign in"), boolean=True, ordering="is_active")
    def is_open(self, account: Account) -> bool:
        """Whether it lets anyone in."""
        return account.is_active

    @display(description=_("API tokens in use"))
    def tokens(self, account: Account) -> int:
        """How many tokens open the API."""
        return account.tokens.filter(revoked_at=None).count()

    @display(description=_("second factor"), boolean=True)
    def factor(self, account: Account) -> bool:
        """Whether an app or a passkey is asked for."""
        return has_second_factor(account.pk)

    @display(description=_("closed after wrong tries until"))
    def shut_until(self, account: Account) -> str:
        """The time from which the name may sign in again; blank when it may now."""
        until = locked_until(account, at=now())
        return date_format(timezone.localtime(until), "H:i") if until else ""

    def save_model(
        self,
        request: HttpRequest,
        obj: Any,
        form: ModelForm[Any],
        change: bool,  # noqa: FBT001 -- Django calls it so
    ) -> None:
        """Open the account by the same action as the command does."""
        obj.given = random_password()
        made = open_account(obj.person, username=obj.username, password=obj.given)
        obj.pk = made.pk
        note(Told.OPENED, made, at=now(), by=_keeper(request))
        _tell_log("opened", obj, request)
        read_afresh()

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The page that shows the password, this once."""
        return self._password_page(request, obj, obj.given)

    def get_urls(self) -> list[URLPattern]:
        """The framework's pages, and one for each step."""
        steps = [
            path(f"<int:pk>/{step}/", self.admin_site.admin_view(self.step_page),
                 {"step": step}, name=f"people_account_{step}")
            for step in STEPS
        ]  # fmt: skip
        return [*steps, *super().get_urls()]

    def step_page(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        """Ask whether it is meant; when it is, do it and show what came of it."""
        account = self.get_object(request, str(pk))
        if account is None:
            raise Http404
        if step == "close" and account.pk == request.user.pk:
            raise Refused(Code.INVALID, OWN)
        if request.method != "POST":
            return self._page(request, account, "console/account_step.html", step=STEPS[step])
        password = random_password()
        STEPS[step].do(account, password, _keeper(request))
        if (told := STEPS[step].told) is not None:
            note(told, account, at=now(), by=_keeper(request))
        _tell_log(step, account, request)
        read_afresh()
        if STEPS[step].gives_password:
            if account.pk == request.user.pk:
                update_session_auth_hash(request, account)
            return self._password_page(request, account, password)
        messages.success(request, STEPS[step].done % {"name": account.username})
        return redirect(reverse("console:people_account_change", args=[account.pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Beside what is shown, the steps that fit."""
        account = kwargs.get("obj")
        fitting = {k: s for k, s in STEPS.items() if account and s.for_open is account.is_active}
        return super().render_change_form(request, context | {"steps": fitting}, *args, **kwargs)

    def _password_page(self, request: HttpRequest, account: Account, given: str) -> HttpResponse:
        return self._page(request, account, "console/account_password.html", given=given)

    def _page(
        self, request: HttpRequest, account: Account, template: str, **said: Any
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "opts": self.opts, "account": account, "title": account.username,
        }  # fmt: skip
        return render(request, template, context | said)


def _keeper(request: HttpRequest) -> str:
    return str(request.user.get_username())


def _tell_log(step: str, account: Account, request: HttpRequest) -> None:
    """Who did what to which account; on the standard log too, out of the database's reach."""
    log.warning("account %r: %s by account %s", account.username, step, request.user.pk)
