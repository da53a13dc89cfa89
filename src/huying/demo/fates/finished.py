"""Orders whose story is over: closed in many ways, not taken on, taken back, struck out."""

from huying.demo.fates.beats import (
    accepted,
    at_once,
    begun,
    checked,
    done,
    judged,
    placed,
    refused_result,
    reported,
    sent,
    signed,
    to_the_end,
    under_way,
)
from huying.demo.fates.unfinished import (
    asked_back,
    come_back,
    extension_granted,
    extension_refused,
    hold_asked,
    on_hold,
    taken_by_desk,
    working_with_help,
)
from huying.demo.telling import DESK, LEAD, LEADER, RESIDENT, SECRETARY, SYSTEM, Cue, Telling
from huying.orders.rules import ARCHIVE_AFTER, FOLLOW_UP_WINDOW


def plain(t: Telling, c: Cue) -> None:
    """Placed, sent, done and judged, as most are."""
    placed(t, c)
    accepted(t, c)
    sent(t, c)
    signed(t, c)
    if t.chance(0.6):
        begun(t, c)
        reported(t, c, share=0.3)
    to_the_end(t, c)


def fixed_at_once(t: Telling, c: Cue) -> None:
    """Done on the same day, looked at and judged."""
    at_once(t, c)
    checked(t, c)
    judged(t, c)


def late(t: Telling, c: Cue) -> None:
    """Done in the end, after the promised day."""
    under_way(t, c)
    t.office(1500, 2400)
    t.act(c.story, RESIDENT, "chase", words=t.pick("chases"))
    to_the_end(t, c, low=900, high=1600)


def accepted_late(t: Telling, c: Cue) -> None:
    """Left lying at the desk before it was taken on."""
    placed(t, c)
    accepted(t, c, low=1100, high=1500)
    sent(t, c)
    signed(t, c)
    to_the_end(t, c, high=400)


def unjudged(t: Telling, c: Cue) -> None:
    """The resident had a week to judge and did not."""
    under_way(t, c)
    done(t, c)
    reported_done = t.now
    checked(t, c)
    t.past(reported_done + FOLLOW_UP_WINDOW)
    if t.chance(0.5):
        t.office(1, 40)
        t.act(c.story, DESK, "close", reason=t.pick("close"))
    else:
        t.act(c.story, SYSTEM, "close", reason=t.words["close"][0])


def done_again(t: Telling, c: Cue) -> None:
    """Judged not good enough, done again by someone else, then judged well."""
    under_way(t, c)
    done(t, c)
    checked(t, c)
    refused_result(t, c)
    reported(t, c)
    to_the_end(t, c, high=500)


def never_mind(t: Telling, c: Cue) -> None:
    """Not content, and yet it shall not go round again."""
    under_way(t, c)
    done(t, c, result="partly")
    checked(t, c)
    t.home(2, 40)
    words = t.pick("unsatisfied_yet_done")
    t.act(c.story, RESIDENT, "judge", solved=True, satisfied=False, words=words, again=False)


def answered(t: Telling, c: Cue) -> None:
    """Answered at once by the desk."""
    placed(t, c)
    accepted(t, c, high=90)
    t.same_day(2, 40)
    t.act(c.story, DESK, "answer", result="explained", reply=c.reply)
    checked(t, c)
    judged(t, c)


def by_the_desk(t: Telling, c: Cue) -> None:
    """Taken and done by the desk itself."""
    taken_by_desk(t, c)
    to_the_end_by_resident(t, c)


def to_the_end_by_resident(t: Telling, c: Cue) -> None:
    """Done and checked; the desk led, so that only the resident can judge."""
    done(t, c)
    checked(t, c)
    judged(t, c)


def sent_elsewhere(t: Telling, c: Cue) -> None:
    """Returned by the wrong unit and done by the right one."""
    come_back(t, c)
    sent(t, c)
    signed(t, c, high=150)
    begun(t, c)
    to_the_end(t, c, high=400)


def stayed(t: Telling, c: Cue) -> None:
    """Return asked and refused; the unit did it after all."""
    placed(t, c)
    accepted(t, c)
    sent(t, c)
    t.office(20, 200)
    t.act(
        c.story,
        LEAD,
        "request_return",
        reason=t.pick("return_reason"),
        basis=t.pick("return_basis"),
    )
    t.office(10, 120)
    t.act(c.story, DESK, "refuse_return", answer=t.pick("decline_return"))
    signed(t, c, high=120)
    to_the_end(t, c, high=400)


def extended(t: Telling, c: Cue) -> None:
    """Given more time, and done within it."""
    extension_granted(t, c)
    to_the_end(t, c, low=700, high=1500)


def not_extended(t: Telling, c: Cue) -> None:
    """Not given more time, and done all the same."""
    extension_refused(t, c)
    to_the_end(t, c, low=60, high=300)


def held_and_done(t: Telling, c: Cue) -> None:
    """On hold for a while, taken up again, done."""
    on_hold(t, c)
    t.office(1200, 4000)
    t.act(c.story, LEAD, "resume", reason=t.pick("resume"))
    to_the_end(t, c, high=400)


def not_held(t: Telling, c: Cue) -> None:
    """Hold asked and refused."""
    hold_asked(t, c)
    t.office(15, 200)
    t.act(c.story, LEADER, "refuse_hold", answer=t.pick("decline_hold"))
    to_the_end(t, c, high=400)


def cleared_up(t: Telling, c: Cue) -> None:
    """Unclear at first; the resident said more, and it was done."""
    asked_back(t, c)
    t.home(1, 14)
    t.act(c.story, RESIDENT, "supply", words=c.supply)
    accepted(t, c, high=90)
    if c.matter.unit == DESK:
        t.same_day(3, 60)
        t.act(c.story, DESK, "take", reason=t.pick("take"))
        to_the_end_by_resident(t, c)
        return
    sent(t, c)
    signed(t, c)
    to_the_end(t, c)


def together(t: Telling, c: Cue) -> None:
    """Several units at once, raised to the street, and done."""
    working_with_help(t, c)
    to_the_end(t, c)


def reworked(t: Telling, c: Cue) -> None:
    """Reported done, sent back by the desk, done properly."""
    under_way(t, c)
    done(t, c, high=400)
    t.office(20, 200)
    t.act(c.story, DESK, "rework", reason=t.pick("rework"))
    to_the_end(t, c, high=400)


def broke_again(t: Telling, c: Cue) -> None:
    """Closed well, then the same again: the resident asked for it once more."""
    plain(t, c)
    t.home(100, 260)
    t.act(c.story, RESIDENT, "reopen", reason=t.pick("reopen"))
    to_the_end(t, c, high=400)


def reopened_by_desk(t: Telling, c: Cue) -> None:
    """The desk heard that it was not over, and named who does it again."""
    plain(t, c)
    t.office(900, 2400)
    t.act(c.story, DESK, "reopen", reason=t.pick("reopen"), lead=c.unit, lead_person=c.unit)
    to_the_end(t, c, high=400)


def reassigned(t: Telling, c: Cue) -> None:
    """Sent to someone else on the way."""
    placed(t, c)
    accepted(t, c)
    sent(t, c)
    signed(t, c, high=120)
    t.office(30, 200)
    t.act(c.story, DESK, "reassign", lead=c.unit, lead_person=c.unit, reason=t.pick("reassign"))
    signed(t, c, high=100)
    to_the_end(t, c, high=400)


def handed_over(t: Telling, c: Cue) -> None:
    """Whoever took first contact left for a while; the secretary answers for it from then on."""
    under_way(t, c)
    t.office(30, 200)
    t.act(c.story, LEADER, "hand_over", successor=SECRETARY, reason=t.pick("hand_over"))
    to_the_end(t, c, high=400)


def put_right(t: Telling, c: Cue) -> None:
    """Filed wrongly at first, corrected by the desk."""
    under_way(t, c)
    t.office(10, 100)
    t.act(c.story, DESK, "correct", reason=t.pick("correct"), level=3)
    to_the_end(t, c)


def talked_about(t: Telling, c: Cue) -> None:
    """The resident says more, then reminds."""
    placed(t, c)
    accepted(t, c)
    sent(t, c)
    t.home(1, 4)
    t.act(c.story, RESIDENT, "add_word", words=t.pick("add_words"))
    signed(t, c)
    t.home(13, 30)
    t.act(c.story, RESIDENT, "chase", words=t.pick("chases"))
    t.office(5, 60)
    to_the_end(t, c, high=300)


def from_a_draft(t: Telling, c: Cue) -> None:
    """Noted at the counter, sent in when the rest was known."""
    t.office(1, 30)
    t.act(c.story, DESK, "draft", text=c.text, place=c.place, **c.birth)
    t.office(20, 200)
    t.act(c.story, DESK, "submit", text=c.text)
    accepted(t, c)
    sent(t, c)
    signed(t, c)
    to_the_end(t, c)


def not_taken_on(t: Telling, c: Cue) -> None:
    """Not for the community: the reason, and the way that is open instead."""
    placed(t, c)
    t.office(5, 200)
    t.act(c.story, DESK, "decline", why=c.matter.why, other_way=c.matter.other_way)


def taken_back(t: Telling, c: Cue) -> None:
    """Taken back by the resident, early or on the way."""
    placed(t, c)
    if t.chance(0.6):
        accepted(t, c)
        if t.chance(0.5):
            sent(t, c)
    t.home(2, 20)
    t.act(c.story, RESIDENT, "withdraw", words=t.pick("withdrawn"))


def struck_out(t: Telling, c: Cue) -> None:
    """No order at all."""
    placed(t, c)
    t.office(5, 60)
    t.act(c.story, SECRETARY, "void", reason=c.matter.reason)


def archived(t: Telling, c: Cue) -> None:
    """Put away when nothing could change any more."""
    t.past(t.now + ARCHIVE_AFTER)
    t.act(c.story, SYSTEM, "archive")


def plain_and_archived(t: Telling, c: Cue) -> None:
    """As most, long ago."""
    plain(t, c)
    archived(t, c)


def unjudged_and_archived(t: Telling, c: Cue) -> None:
    """Closed without a judgement, long ago."""
    unjudged(t, c)
    archived(t, c)


def not_taken_on_and_archived(t: Telling, c: Cue) -> None:
    """Not taken on, long ago."""
    not_taken_on(t, c)
    archived(t, c)


def taken_back_and_archived(t: Telling, c: Cue) -> None:
    """Taken back, long ago."""
    taken_back(t, c)
    archived(t, c)
