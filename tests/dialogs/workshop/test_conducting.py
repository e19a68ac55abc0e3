"""Whole workshops through the conductor: who gets which card, what reaches whom, and what can never happen."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dialogs.acts import Act, Arrange, Checked, HandOver, Join, Leave, MoreTime, Rate, Ready, Steer
from dialogs.messages import Timer
from dialogs.seat import Noted, Sheet
from dialogs.setup import Plan
from dialogs.workshop.conducting import Conductor
from dialogs.workshop.course import FACILITATOR, Stage, Workshop
from dialogs.workshop.posts import Post
from knowledge.library import Library

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
WORDS = "the van by the canal"
TARGETS = ("value/courage", "value/integrity")


class Room:
    """A workshop and everything that was ever sent in it."""

    def __init__(self, library: Library, plan: Plan | None = None) -> None:
        self.conductor = Conductor(library)
        self.workshop = Workshop(plan or Plan("Leeds", TARGETS, scale="A-D"), "boss", "c-boss", NOW)
        self.now = NOW
        self.posts: list[Post] = []

    def take(self, who: str, act: Act) -> tuple[Post, ...]:
        self.now += dt.timedelta(seconds=1)
        taken = self.conductor.take(self.workshop, act, who, self.now)
        self.workshop = taken.workshop
        self.posts += taken.posts
        return taken.posts

    def join(self, *people: str) -> None:
        for who in people:
            self.take(who, Join(f"c-{who}", who.title()))

    def steer(self, *moves: str) -> tuple[Post, ...]:
        for move in moves:
            posts = self.take("boss", Steer(move, self.workshop.round, self.workshop.stage))  # type: ignore[arg-type] # any move
        return posts

    def roles(self) -> list[tuple[str, ...]]:
        return [tuple(f"{seat.number}{seat.role[0]}" for seat in group) for group in self.workshop.groups]

    def who(self, role: str) -> list[str]:
        members = self.workshop.here
        return [member.person for member in members if self.workshop.role_of(member.number) == role]


@pytest.fixture
def room(library: Library) -> Room:
    return Room(library)


def told(post: Post) -> str:
    return repr(post.reply)


def test_in_three_rounds_everybody_of_three_groups_has_had_each_role(room: Room) -> None:
    room.join(*"abcdefghi")
    room.steer("next")
    assert room.roles() == [("1c", "2i", "3o"), ("4c", "5i", "6o"), ("7c", "8i", "9o")]
    for _ in range(2):
        room.steer("next", "next", "next", "next")
    assert room.workshop.round == 3
    for member in room.workshop.members:
        assert member.turns == {"candidate": 1, "interviewer": 1, "observer": 1}
    room.steer("next", "next", "next")
    assert next(choice.label for choice in room.steer("pause")[-1].reply.choices) != "Next step"
    room.steer("end")
    assert room.workshop.stage is Stage.ENDED


def test_each_role_is_told_its_own_part(room: Room) -> None:
    room.join("a", "b", "c")
    cards = {post.to: told(post) for post in room.steer("next", "next")}
    ask = room.conductor._cards.question(room.workshop)  # noqa: SLF001 - the question itself is drawn from the bank
    assert all(ask.ask in cards[number] for number in (1, 2, 3))
    assert "Type my answer" in cards[1]
    assert ask.probes["result"] in cards[2]
    assert ask.probes["result"] not in cards[1] + cards[3]
    assert "No judging yet" in cards[3]
    assert "general practice" in cards[3]
    assert ask.ask not in cards[FACILITATOR]


def test_rounds_never_repeat_a_question_and_a_pack_comes_before_the_bank(library: Library) -> None:
    courage = library.bank.next_question("value/courage", (), None, 0)
    own = courage.model_copy(update={"id": "own-1", "ask": "Tell us about your own force."})
    room = Room(library, Plan("Own", ("value/courage",), rounds=4, questions=(own,)))
    room.join("a", "b", "c")
    room.steer("next")
    assert "Tell us about your own force." in told(room.posts[-2])
    for _ in range(3):
        room.steer("next", "next", "next", "next")
    assert room.workshop.questions[0] == "own-1"


def test_a_sheet_reaches_its_candidate_alone_and_not_before_the_discussion(room: Room) -> None:
    room.join("a", "b", "c")
    room.steer("next", "next", "next")
    assert room.workshop.stage is Stage.EVALUATING
    sheet = Sheet((Noted(WORDS, "value/courage/positive#1"),), "clear", "shorter", "B")
    posts = room.take("c", HandOver(1, sheet))
    assert [post.to for post in posts] == [3]
    posts = room.steer("next")
    received = [post for post in posts if post.received]
    assert [(post.to, post.received.sheet) for post in received if post.received] == [(1, sheet)]
    assert WORDS in told(received[0])
    assert "A to D" in told(received[0])
    assert [post for post in room.posts if WORDS in told(post)] == received
    assert room.workshop.held == ()
    assert WORDS not in repr(room.workshop)


def test_a_mark_outside_the_scale_and_any_mark_in_a_workshop_without_is_left_out(library: Library) -> None:
    for plan in (Plan("x", TARGETS, scale="A-D"), Plan("x", TARGETS, scale="1-5", evidence_only=True)):
        room = Room(library, plan)
        room.join("a", "b", "c")
        room.steer("next", "next", "next", "next")
        post = next(post for post in room.take("c", HandOver(1, Sheet((Noted("said"),), mark="5"))) if post.received)
        assert post.received
        assert post.received.sheet.mark == ""


def test_somebody_late_observes_at_once_and_sits_in_the_next_round(room: Room) -> None:
    room.join("a", "b", "c")
    room.steer("next")
    room.join("late")
    assert room.roles() == [("1c", "2i", "3o", "4o")]
    room.steer("next", "next", "next", "next")
    assert sorted(room.who("candidate")) == ["b"]
    assert room.workshop.role_of(4) is not None


def test_an_interviewer_who_leaves_is_followed_by_an_observer_and_a_candidate_by_nobody(room: Room) -> None:
    room.join(*"abcd")
    room.workshop = replace(room.workshop, plan=replace(room.workshop.plan, size=4))
    room.steer("next")
    room.take("b", Leave())
    assert room.roles() == [("1c", "3i", "4o")]
    assert "yours to ask now" in next(told(post) for post in reversed(room.posts) if post.to == 3)
    posts = room.take("a", Leave())
    assert all("candidate had to leave" in told(post) for post in posts if post.to in (3, 4))
    room.steer("next", "next", "next", "next")
    assert room.who("candidate") == ["c"]


def test_somebody_alone_has_the_coach_ask(room: Room) -> None:
    room.join("a")
    cards = {post.to: told(post) for post in room.steer("next", "next")}
    assert "on your own" in cards[1]
    assert "alone with the coach" in cards[FACILITATOR]


def test_more_time_is_the_groups_and_its_reason_nobodys(room: Room) -> None:
    room.join("a", "b", "c", "d", "e", "f")
    room.take("a", MoreTime(50))
    posts = {post.to: post for post in room.steer("next", "next")}
    times = {
        to: next(block.seconds for block in post.reply.blocks if isinstance(block, Timer)) for to, post in posts.items()
    }
    assert times[1] == times[2] == times[3] == 450
    assert times[4] == times[FACILITATOR] == 300
    assert all("more time" not in told(post) for to, post in posts.items() if to != 1)


def test_the_clock_pauses_goes_on_and_is_longer_and_a_second_press_does_nothing(room: Room) -> None:
    room.join("a", "b", "c")
    room.steer("next", "pause")
    clock = room.workshop.clock
    assert clock
    left = clock.left(room.now)
    room.now += dt.timedelta(minutes=10)
    room.steer("resume", "longer")
    assert room.workshop.clock
    assert left + 60 - 3 <= room.workshop.clock.left(room.now) <= left + 60
    stale = Steer("next", room.workshop.round, room.workshop.stage)
    room.take("boss", stale)
    room.take("boss", stale)
    assert room.workshop.stage is Stage.ANSWERING


def test_only_the_facilitator_steers_and_outsiders_reach_nothing(room: Room) -> None:
    room.join("a", "b", "c")
    before = room.workshop
    for who in ("a", "stranger"):
        assert room.take(who, Steer("next", 0, "gathering")) == ()
        assert room.take(who, Arrange((("1", "2", "3"),))) == ()
    for act in (Ready(), HandOver(1, Sheet(strength="x")), Rate(1, 5), Leave(), Leave(forget=True)):
        assert room.take("stranger", act) == ()
    assert room.workshop == before


def test_a_facilitator_whose_data_are_deleted_leaves_a_workshop_that_is_over(room: Room) -> None:
    room.join("a", "b", "c")
    room.steer("next", "next")
    posts = room.take("boss", Leave(forget=True))
    assert room.workshop.stage is Stage.ENDED
    assert "boss" not in repr(room.workshop)
    assert {post.to for post in posts} == {1, 2, 3}


def test_a_facilitator_does_not_join_their_own(room: Room) -> None:
    room.take("boss", Join("c-boss", "Boss"))
    assert room.workshop.members == ()


def test_groups_of_the_facilitators_own_are_checked_and_begin_with_the_next_round(room: Room) -> None:
    room.join(*"abcd")
    said = told(room.take("boss", Arrange((("A", "2", "b"), ("3",), ("9", "8"))))[0])
    wrong = ("in two groups: B", "in no group: D", "not here: Person 9 and Person 8", "too small or too large: Group 2")
    for part in wrong:
        assert part in said
    room.take("boss", Arrange((("d", "1"), ("2", "C"))))
    room.steer("next")
    assert [{seat.number for seat in group} for group in room.workshop.groups] == [{4, 1}, {2, 3}]


def test_forgotten_people_leave_nothing_behind(room: Room) -> None:
    room.join("a", "b", "c")
    room.steer("next", "next")
    room.take("a", Checked(1, {"situation": "thin"}, ("hypothetical",)))
    room.take("a", Leave(forget=True))
    assert room.workshop.found == ()
    assert "'a'" not in repr(room.workshop)
    assert "A" not in {member.name for member in room.workshop.members}


PEOPLE = ("boss", *"abcdefghij")
MARKS = some.sampled_from(["", "A", "9"])
SHEETS = some.builds(Sheet, some.just((Noted(WORDS),)), some.just("s"), some.just("t"), MARKS)
ROUNDS = some.integers(0, 4)
ACTS: some.SearchStrategy[Act] = some.one_of(
    some.builds(Join, some.just("c"), some.sampled_from(["", "Ann"])),
    some.builds(Leave, some.booleans()),
    some.builds(Ready),
    some.builds(MoreTime, some.sampled_from([0, 25, 50, 99])),
    some.builds(HandOver, ROUNDS, SHEETS),
    some.builds(Checked, ROUNDS, some.just(dict.fromkeys(("situation", "task", "action", "result"), "thin"))),
    some.builds(Rate, ROUNDS, some.integers(0, 6)),
)
MOVES = some.sampled_from([*["next"] * 3, "pause", "resume", "longer", "join", *["act"] * 4, "end"])


@settings(max_examples=150, deadline=None)
@given(some.lists(some.tuples(MOVES, some.sampled_from(PEOPLE), ACTS), max_size=60))
def test_whatever_people_do_seats_are_right_and_words_reach_the_candidate_alone(
    library: Library, done: list[tuple[str, str, Act]]
) -> None:
    room = Room(library)
    room.join(*"abcde")
    for move, who, act in done:
        if move == "act":
            posts = room.take(who, act)
        elif move == "join":
            posts = room.take(who, Join(f"c-{who}"))
        else:
            posts = room.steer(move)
        here = {member.number for member in room.workshop.here}
        seats = [seat.number for group in room.workshop.groups for seat in group]
        assert len(seats) == len(set(seats))
        assert set(seats) <= here
        for group in room.workshop.groups:
            assert 1 <= len(group) <= 4
            assert [seat.role for seat in group].count("candidate") <= 1
            assert [seat.role for seat in group].count("interviewer") <= 1
        for post in posts:
            assert post.to == FACILITATOR or post.to in here or isinstance(act, Leave) or "over" in told(post)
            assert (WORDS in told(post)) == bool(post.received and post.received.own is None)
        if move == "next" and room.workshop.stage is Stage.THINKING:
            assert set(seats) == here
            assert all(group[0].role == "candidate" for group in room.workshop.groups)
