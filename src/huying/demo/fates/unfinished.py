"""Orders that are still under way when the story ends."""

from huying.demo.fates.beats import (
    accepted,
    begun,
    checked,
    done,
    placed,
    refused_result,
    reported,
    sent,
    signed,
    taken,
    under_way,
)
from huying.demo.telling import (
    DESK,
    DISPATCHER,
    GRID,
    LEAD,
    LEADER,
    RESIDENT,
    SECRETARY,
    SUPERVISOR,
    Cue,
    Telling,
)


def drafted(t: Telling, c: Cue) -> None:
    """Written down at the desk and not sent yet."""
    t.office(1, 5)
    t.act(c.story, DESK, "draft", text=c.text, place=c.place, **c.birth)


def waiting(t: Telling, c: Cue) -> None:
    """Just placed."""
    placed(t, c)


def asked_back(t: Telling, c: Cue) -> None:
    """The desk asked what was meant, and the resident has not answered yet."""
    placed(t, c)
    t.office(5, 120)
    t.act(c.story, DESK, "ask_info", question=c.matter.ask)


def taken_on(t: Telling, c: Cue) -> None:
    """Accepted and about to be sent."""
    placed(t, c)
    t.soon(4, 40)
    taken(t, c)


def come_back(t: Telling, c: Cue) -> None:
    """Sent to the wrong unit, returned, and on the desk again."""
    placed(t, c)
    accepted(t, c)
    sent(t, c, unit=c.wrong_unit, reason=t.pick("first_guess"), helpers=())
    t.office(20, 200)
    t.act(c.story, LEAD, "request_return", reason=t.pick("return_reason"), basis=c.matter.basis)
    t.soon(8, 90)
    t.act(c.story, DESK, "grant_return", answer=t.pick("grant_return"))


def decided_for_good(t: Telling, c: Cue) -> None:
    """Given back twice; the street decides who does it, and it is theirs."""
    come_back(t, c)
    sent(t, c)
    t.office(20, 200)
    t.act(c.story, LEAD, "request_return", reason=t.pick("return_reason"), basis=c.matter.basis)
    t.office(30, 200)
    t.act(c.story, DISPATCHER, "arbitrate", lead=c.unit, reason=t.pick("arbitrate"))


def on_its_way(t: Telling, c: Cue) -> None:
    """Sent, and not signed for yet."""
    placed(t, c)
    accepted(t, c)
    sent(t, c)


def return_asked(t: Telling, c: Cue) -> None:
    """The unit says it is not theirs; the desk has not decided."""
    placed(t, c)
    accepted(t, c)
    sent(t, c, unit=c.wrong_unit, reason=t.pick("first_guess"), helpers=())
    t.office(20, 200)
    t.act(c.story, LEAD, "request_return", reason=t.pick("return_reason"), basis=c.matter.basis)


def signed_for(t: Telling, c: Cue) -> None:
    """Signed for and about to begin; the resident says more, or the handler finds nobody home."""
    on_its_way(t, c)
    signed(t, c)
    if t.chance(0.3):
        t.home(1, 6)
        t.act(c.story, RESIDENT, "add_word", words=t.pick("add_words"))
    elif t.chance(0.4):
        t.office(30, 150)
        t.act(c.story, LEAD, "visit", outcome="nobody_home", words=t.pick("nobody"), minutes=5)


def working(t: Telling, c: Cue) -> None:
    """Being worked on."""
    under_way(t, c)
    reported(t, c, share=0.6)


def working_late(t: Telling, c: Cue) -> None:
    """Beyond its promise: the resident reminds, the grid worker comes by, someone above steps in."""
    under_way(t, c)
    t.office(3000, 3300)
    t.act(c.story, RESIDENT, "chase", words=t.pick("chases"))
    t.office(20, 90)
    t.act(c.story, GRID, "visit", outcome="met", words=t.pick("visits"), minutes=15)
    t.office(60, 200)
    t.act(c.story, SUPERVISOR, "supervise", instruction=t.pick("supervise"), degree="important")
    if t.chance(0.5):
        t.office(30, 90)
        t.act(c.story, LEAD, "report_back", words=t.pick("report_back"))
    reported(t, c, public=False)


def working_with_help(t: Telling, c: Cue) -> None:
    """Several units at once, raised to the street, whose leader takes the case on."""
    under_way(t, c)
    t.office(20, 120)
    t.act(c.story, LEAD, "escalate", reason=t.pick("escalate"), level=2)
    t.office(20, 120)
    t.act(c.story, DISPATCHER, "add_helper", helper=c.street_unit)
    t.office(10, 40)
    t.act(c.story, LEADER, "appoint", leader=LEADER, reason=t.pick("appoint"))
    reported(t, c)


def extension_asked(t: Telling, c: Cue) -> None:
    """More time was asked for."""
    under_way(t, c)
    t.office(300, 700)
    t.act(c.story, LEAD, "request_extension", reason=c.matter.extend, until=3)


def extension_granted(t: Telling, c: Cue) -> None:
    """More time was given, and the resident told."""
    extension_asked(t, c)
    t.office(15, 200)
    t.act(c.story, SECRETARY, "grant_extension", answer=t.pick("grant_extension"))


def extension_refused(t: Telling, c: Cue) -> None:
    """More time was not given."""
    extension_asked(t, c)
    t.office(15, 200)
    t.act(c.story, SECRETARY, "refuse_extension", answer=t.pick("decline_extension"))


def hold_asked(t: Telling, c: Cue) -> None:
    """The unit asks to wait for something outside its power."""
    under_way(t, c)
    t.office(200, 600)
    review_on = t.workdays_ahead(t.rng.randint(12, 25))
    t.act(c.story, LEAD, "request_hold", reason=c.matter.hold, review_on=review_on)


def on_hold(t: Telling, c: Cue) -> None:
    """On hold, with a date to look again."""
    hold_asked(t, c)
    t.office(15, 200)
    t.act(c.story, LEADER, "grant_hold", answer=t.pick("grant_hold"))


def reopened(t: Telling, c: Cue) -> None:
    """Judged not good enough, and with someone else now."""
    under_way(t, c)
    done(t, c)
    checked(t, c)
    refused_result(t, c)
    reported(t, c, share=0.7)


def taken_by_desk(t: Telling, c: Cue) -> None:
    """The desk does it itself."""
    placed(t, c)
    accepted(t, c)
    t.same_day(3, 60)
    t.act(c.story, DESK, "take", reason=c.matter.why)
    reported(t, c, share=0.5)


def reported_done(t: Telling, c: Cue) -> None:
    """Done, says the unit; the desk has not looked yet."""
    under_way(t, c)
    done(t, c)


def asked_how_it_was(t: Telling, c: Cue) -> None:
    """Checked; the resident is asked."""
    reported_done(t, c)
    checked(t, c)


def sent_after_reply(t: Telling, c: Cue) -> None:
    """An unclear order made clear by the resident, being worked on."""
    asked_back(t, c)
    t.home(1, 8)
    t.act(c.story, RESIDENT, "supply", words=c.supply)
    accepted(t, c)
    sent(t, c)
    signed(t, c)
    begun(t, c)
