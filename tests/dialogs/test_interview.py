"""The course of an interview, as somebody goes through it."""

import datetime as dt

import pytest

from dialogs.interview.course import TRANSITIONS, Move, Phase, table
from dialogs.messages import Chose
from knowledge.library import Library
from tests.conftest import ROOT
from tests.dialogs.practising import CARE_HOME, NAMED, NO_RESULT, Practising


def phase(someone: Practising) -> Phase:
    assert someone.state.interview
    return someone.state.interview.phase


def test_a_greeting_within_an_answer_is_answered(someone: Practising) -> None:
    someone.say("practise compassion, 1 question")
    someone.say(CARE_HOME)
    assert phase(someone) is Phase.ANSWERING
    someone.say("hello")
    assert someone.replies[0].topics == ("do/greeting",)


def test_a_whole_interview(someone: Practising) -> None:
    assert "What would you like to practise?" in someone.say("start a mock interview")
    shown = someone.press("All four Met values")
    assert "4 questions" in shown
    assert "90 days" in shown  # what is kept is said before the first answer
    assert "not stated" in shown  # what the source leaves out is not made up
    assert "Question 1 of 4" in shown
    someone.say(NO_RESULT)
    assert someone.answers == {}
    assert "what came of it" in someone.say("that's all")
    assert phase(someone) is Phase.PROBING
    assert "from 1 to 5" in someone.say(
        "She finished the bowl and the dentist came the next day and took out the tooth."
    )
    shown = someone.say("4 out of 5")
    assert "Result: clear. “She finished the bowl" in shown
    assert "Your own mark: 4 of 5" in shown
    (kept,) = someone.answers.values()
    assert kept.text.startswith("Last November")
    assert kept.text.endswith("took out the tooth.")
    assert (kept.practice.mark, kept.practice.ratings["result"]) == (4, "clear")
    for _ in range(3):
        someone.press("Next question") if phase(someone) is Phase.FEEDBACK else someone.say("skip")
    shown = someone.say("skip")
    assert phase(someone) is Phase.ENDED
    assert "1 question answered, 3 skipped" in shown
    assert "Courage" in shown or "Integrity" in shown or "Compassion" in shown or "Professionalism" in shown
    assert CARE_HOME[:40] in someone.press("Report as messages")


def test_the_same_question_again_shows_what_changed(someone: Practising) -> None:
    someone.say("practise compassion, 1 question")
    someone.say(NO_RESULT)
    someone.say("done")
    someone.say("no more")
    first = someone.say("skip")
    assert "Result: I found none" in first
    someone.press("Try this one again")
    someone.say(CARE_HOME)
    someone.say("done")
    second = someone.say("5")
    assert "Against your last try" in second
    assert "Result: was missing, now clear" in second
    assert len(someone.answers) == 2


def test_at_most_one_probe(someone: Practising) -> None:
    someone.say("practise compassion, 1 question")
    someone.say("I gave an old lady some soup last winter and she was happy about it all and I went home.")
    someone.say("that's all")
    assert phase(someone) is Phase.PROBING
    someone.say("She was hungry.")
    assert phase(someone) is Phase.RATING


def test_gently_means_no_probe_no_mark_no_flags(someone: Practising) -> None:
    shown = someone.say("I am nervous, can we do a gentle practice")
    assert "3 questions" in shown
    someone.say(NO_RESULT)
    shown = someone.say("that's all")
    assert phase(someone) is Phase.FEEDBACK
    assert "Worth a look" not in shown
    assert "Strongest here" in shown
    assert "To change next" in shown


def test_a_surprise_tells_its_target_afterwards(someone: Practising) -> None:
    shown = someone.say("surprise me")
    assert "I tell you afterwards" in shown
    target = someone.state.interview.round.target.split("/")[1].capitalize()  # type: ignore[union-attr]
    assert target not in shown.split("Question 1")[1]
    someone.say(CARE_HOME)
    someone.say("done")
    assert f"This question was about {target}." in someone.say("skip")


def test_a_question_in_the_middle_and_back(someone: Practising) -> None:
    someone.say("practise courage")
    someone.say(NO_RESULT)
    before = someone.state.interview
    assert "We take ownership, level 2" in someone.say("what's level 2 ownership?")
    assert before
    assert someone.state.interview
    assert someone.state.interview.rounds == before.rounds
    assert "words so far" in someone.press("Back to my question")


def test_what_was_taken_for_a_question_can_be_added(someone: Practising) -> None:
    someone.say("practise courage")
    someone.say(NO_RESULT)
    said = "What happened to the soup?"
    someone.say(said)
    someone.press("That was part of my answer")
    assert someone.state.interview
    assert someone.state.interview.round.said == (NO_RESULT, said)


def test_pausing_until_tomorrow(someone: Practising) -> None:
    someone.say("practise courage")
    someone.say(NO_RESULT)
    assert "Paused" in someone.say("pause")
    assert someone.say("what is integrity?", seconds=20 * 3600).startswith("Met value: Integrity")
    assert "words so far" in someone.say("go on")
    assert phase(someone) is Phase.ANSWERING


def test_a_long_silence_ends_nothing(someone: Practising) -> None:
    someone.say("practise courage, 2 minute timer")
    someone.say("It was the night shift last week and I was alone.")
    assert "time is up" in someone.say("I rang the dentist and I made some soup.", seconds=600)
    assert phase(someone) is Phase.ANSWERING


def test_names_are_asked_about_before_anything_is_kept(someone: Practising) -> None:
    someone.say("practise compassion, 1 question")
    someone.say(NAMED)
    assert "Margaret Hollingworth" in someone.say("that's all")
    assert someone.answers == {}
    step = someone.take(Chose(someone.choice("Take the names out").value))
    assert step.changes.clean_since is not None
    someone.say("skip")
    (kept,) = someone.answers.values()
    assert "Margaret" not in kept.text
    assert "Acacia" not in kept.text
    assert "[name]" in kept.text


def test_an_answer_may_stay_out_of_what_is_kept(someone: Practising) -> None:
    someone.say("practise compassion, 1 question")
    someone.say(NAMED)
    someone.say("that's all")
    someone.press("Don't keep this answer")
    assert "Situation: clear" in someone.say("3")
    assert someone.answers == {}


def test_practice_without_keeping_anything(someone: Practising) -> None:
    someone.say("practise courage without keeping anything")
    someone.say(NAMED)
    someone.say("that's all")  # no question about names: nothing is kept
    assert "Situation: clear" in someone.say("skip")
    step = someone.take(Chose(someone.choice("Stop").value))
    assert step.changes.clean_since == someone.state.interview.began  # type: ignore[union-attr]
    assert someone.answers == {}
    assert "Hollingworth" not in repr(someone.state)


def test_stopping_in_the_middle_keeps_the_answer(someone: Practising) -> None:
    someone.say("practise courage")
    someone.say(CARE_HOME)
    assert "1 question answered" in someone.say("stop")
    assert [kept.text for kept in someone.answers.values()] == [CARE_HOME]


def test_an_old_button_does_no_harm(someone: Practising) -> None:
    someone.say("practise courage")
    someone.say(CARE_HOME)
    old = someone.choice("That's all")
    someone.press("That's all")
    before = someone.state
    someone.take(Chose(old.value))
    assert "earlier step" in someone.shown
    assert someone.state.interview == before.interview


def test_timers_can_be_paused_extended_and_switched_off(someone: Practising) -> None:
    assert "Thinking time: 1 min left" in someone.say("practise courage, 1 minute to think, 5 minutes to answer")
    assert "paused" in someone.say("pause the timer")
    someone.say("start the timer", seconds=3000)
    assert "1 min 40 s left" in someone.say("more time", seconds=0)
    assert "Timers are off" in someone.say("timer off")
    assert someone.state.interview
    assert someone.state.interview.clock is None


@pytest.mark.parametrize(
    ("said", "questions", "targets", "audience"),
    [
        ("practise courage", 3, {"value/courage"}, None),
        ("5 questions for a sergeant board, no timer", 5, {"value/courage", "value/integrity"}, "officers"),
        ("mock interview on ownership level 2", 3, {"competency/take-ownership/level-2"}, None),
        ("practise being collaborative for a sergeant", 3, {"competency/collaborative/level-1"}, "officers"),
        ("interview me with the mix of the later table", 5, set(), None),
        ("quiz me on public service, I am not in the police", 3, {"revised/value/public-service"}, "outside"),
        ("practise 2 questions on integrity and compassion", 2, {"value/integrity", "value/compassion"}, None),
    ],
)
def test_wishes_become_plans(
    someone: Practising, said: str, questions: int, targets: set[str], audience: str | None
) -> None:
    someone.say(said)
    interview = someone.state.interview
    assert interview
    assert interview.plan
    assert len(interview.plan.targets) == questions
    assert targets <= set(interview.plan.targets)
    assert interview.plan.audience == audience
    assert interview.plan.answer is None


def test_the_mix_of_the_later_table_keeps_its_bounds(someone: Practising) -> None:
    for number in range(5, 10):
        someone.say(f"interview me with the mix of the later table, {number} questions")
        assert someone.state.interview
        assert someone.state.interview.plan
        targets = someone.state.interview.plan.targets
        values = [target for target in targets if target.startswith("revised/value/")]
        competencies = [target for target in targets if target.startswith("competency/")]
        assert len(set(targets)) == number
        assert 1 <= len(values) <= 3
        assert 4 <= len(competencies) <= 6
        someone.say("stop")


def test_no_question_repeats_until_the_others_were_used(someone: Practising, library: Library) -> None:
    every = [question.id for question in library.bank.questions.values() if question.target == "value/courage"]
    suited = {name for name in every if len(library.bank.questions[name].suits) == 4}
    asked: list[str] = []
    while len(asked) < len(suited):
        someone.say("practise courage, 1 question")
        assert someone.state.interview
        asked.append(someone.state.interview.round.question)
        someone.say("stop")
    assert set(asked) == suited


def test_what_is_overdue_goes_from_the_state(someone: Practising) -> None:
    someone.say("practise courage")
    someone.say(CARE_HOME)
    someone.say("pause")
    someone.now += dt.timedelta(days=91)
    someone.say("hello")
    assert someone.state.interview is None


def test_the_printed_table_is_that_of_the_code() -> None:
    assert table() in (ROOT / "docs" / "interview.md").read_text(encoding="utf-8")


def test_every_place_can_be_left_and_ends() -> None:
    reached, left = {Phase.CHOOSING}, [Phase.CHOOSING]
    while left:
        for targets in TRANSITIONS[left.pop()].values():
            new = set(targets) - reached
            reached |= new
            left += new
    assert reached == set(Phase)
    assert all(Move.STOP in TRANSITIONS[place] for place in Phase if place is not Phase.ENDED)


@pytest.mark.parametrize(
    "said",
    ["yep thats it im done", "that's all I think, sorry", "I finish", "thats me done", "This is all from me", "nxt"],
)
def test_an_answer_ends_in_many_words(someone: Practising, said: str) -> None:
    someone.say("practise compassion, 1 question")
    someone.say(CARE_HOME)
    someone.say(said)
    assert phase(someone) is Phase.RATING


def test_the_end_may_stand_in_the_same_message(someone: Practising) -> None:
    someone.say("practise compassion, 1 question")
    someone.say(CARE_HOME + " So yeah, that's me done.")
    assert phase(someone) is Phase.RATING
    someone.say("about a four, maybe a three and a half")
    assert [kept.text for kept in someone.answers.values()] == [CARE_HOME]
    assert [kept.practice.mark for kept in someone.answers.values()] == [4]


@pytest.mark.parametrize("said", ["could I pause for a minute please", "hang on", "I need a break", "later"])
def test_a_wish_for_a_break_never_ends_the_interview(someone: Practising, said: str) -> None:
    someone.say("practise courage")
    someone.say(CARE_HOME)
    someone.say(said)
    assert phase(someone) is Phase.PAUSED


@pytest.mark.parametrize("said", ["mind's gone blank, I'm panicking a bit", "I don't understand the question", "stuck"])
def test_somebody_who_is_stuck_gets_a_hand(someone: Practising, said: str) -> None:
    someone.say("practise courage")
    shown = someone.say(said)
    assert "Any real occasion will do" in shown
    assert phase(someone) is Phase.ASKED
    assert someone.state.interview
    assert someone.state.interview.round.said == ()


def test_the_last_message_can_be_taken_back(someone: Practising) -> None:
    someone.say("practise courage")
    someone.say(CARE_HOME)
    someone.say("oh and my cousin says hi")
    someone.say("no that's not my answer scrap that")
    assert someone.state.interview
    assert someone.state.interview.round.said == (CARE_HOME,)


def test_stopping_shows_the_feedback_and_can_be_taken_back(someone: Practising) -> None:
    someone.say("practise compassion, 3 questions")
    someone.say(CARE_HOME)
    someone.say("done")
    assert "Situation: clear" in someone.say("finish")  # the feedback that was to come is not lost
    assert phase(someone) is Phase.ENDED
    someone.say("go back to the interview")
    assert phase(someone) is Phase.FEEDBACK
    assert "Question 2 of 3" in someone.say("yeah go on um next question please")


def test_more_names_can_be_taken_out_in_own_words(someone: Practising) -> None:
    someone.say("practise compassion, 1 question")
    someone.say(NAMED + " Priya helped me.")
    someone.say("that's all")
    someone.say("take them out and Priya as well")
    someone.say("skip")
    (kept,) = someone.answers.values()
    assert "Priya" not in kept.text
    assert "Hollingworth" not in kept.text


def test_a_label_can_be_typed(someone: Practising) -> None:
    someone.say("start a mock interview")
    assert "Question 1 of 4" in someone.say("all four met values (2023)")


@pytest.mark.parametrize("said", ["switch to integrity", "can I have integrity instead", "lets do integrity"])
def test_what_is_practised_can_be_changed(someone: Practising, said: str) -> None:
    someone.say("practise courage")
    assert "Question 1 of 3 · Integrity" in someone.say(said)


def test_nobody_gets_a_verdict(someone: Practising) -> None:
    someone.say("practise compassion, 1 question")
    someone.say(CARE_HOME)
    someone.say("done")
    someone.say("skip")
    assert "no mark and no verdict" in someone.say("was that ok?")
    assert "may well be right" in someone.say("why did you say that there is no reason")
    assert phase(someone) is Phase.FEEDBACK


def test_no_marks_when_none_are_wanted(someone: Practising) -> None:
    someone.say("prac compassion lvl 1 qs no timer no marks")
    someone.say(CARE_HOME)
    someone.say("done")
    assert phase(someone) is Phase.FEEDBACK


def test_what_belongs_to_an_answer_is_not_taken_for_anything_else(someone: Practising) -> None:
    someone.say("practise compassion, 1 question")
    told = [
        "A man in the shop was robbed last Friday and I was the only one there.",
        "I told him to stop and he stopped.",
        "What happened next was that my manager came.",
        "We had nobody to call, so I sat with him until his hands were not shaking.",
        "I gave him a pass for the bus home and that was the end of it for that day.",
    ]
    for part in told:
        someone.say(part)
    assert someone.state.interview
    assert someone.state.interview.round.said == tuple(told)
