"""Building, checking and keeping examples of one's own; progress."""

import datetime as dt

from dialogs.conversation import Coach
from dialogs.example.building import Step
from dialogs.messages import Chose, Said
from dialogs.records import Answered, Practice
from knowledge.library import Library
from tests.dialogs.practising import CARE_HOME, NAMED, NO_RESULT, Practising

SITUATION, TASK, ACTION, RESULT = (
    "Last November I was on the night shift in a care home in Leeds and a resident had not eaten for two days.",
    "As the senior carer that night it was my job to find out why and to get some food into her before the morning.",
    "I sat down next to her and asked her what she fancied. I rang the dentist, mashed some soup and stayed with her.",
    "She finished the whole bowl, and the dentist came the next day and took out the bad tooth.",
)


def test_building_an_example_part_by_part(someone: Practising) -> None:
    assert "When and where was it" in someone.say("help me build an example")
    assert "what was yours to do" in someone.say(SITUATION)
    assert "what did you yourself do" in someone.say(TASK)
    assert "I see little of what you yourself did" in someone.say("it was all right in the end")
    assert "what came of it" in someone.say(ACTION)
    assert "why did you do it" in someone.say(RESULT)
    someone.say("next")
    shown = someone.say("I learned to ask people first.")
    for part in (SITUATION, TASK, ACTION, RESULT):
        assert part in shown  # put together in the person's words
    assert "Situation: clear" in shown
    someone.press("Keep it")
    shown = someone.say("Night shift")
    assert "“Night shift”" in shown
    (kept,) = someone.examples.values()
    assert (kept.name, kept.ratings["result"]) == ("Night shift", "clear")
    assert SITUATION in kept.text


def test_help_comes_once_and_never_stops_anybody(someone: Practising) -> None:
    someone.say("help me build an example")
    someone.say("dunno")
    someone.say("still dunno")
    assert someone.state.building
    assert someone.state.building.step is Step.TASK


def test_checking_a_pasted_example(someone: Practising) -> None:
    shown = someone.say("check this example: " + CARE_HOME)
    assert "Situation: clear" in shown
    assert "It may show" in shown
    assert "Compassion" in shown


def test_checking_asks_for_the_example_where_there_is_none(someone: Practising) -> None:
    assert "Paste or tell me" in someone.say("can you check my example")
    assert "Action: clear" in someone.say(CARE_HOME)


def test_names_are_asked_about_before_an_example_is_kept(someone: Practising) -> None:
    someone.say("check this example: " + NAMED)
    assert "Margaret Hollingworth" in someone.press("Keep it")
    assert not someone.examples
    someone.press("Take the names out")
    step = someone.take(Said("Care home"))
    assert step.changes.clean_since is not None
    (kept,) = someone.examples.values()
    assert "Margaret" not in kept.text


def test_an_example_is_renamed_shown_and_deleted(someone: Practising) -> None:
    someone.say("check this example: " + CARE_HOME)
    someone.press("Keep it")
    someone.say("Care home")
    assert "1. Care home" in someone.say("my examples")
    assert "“Care home” is now called “Soup”" in someone.say("rename care hom to Soup")
    assert CARE_HOME[:50] in someone.say("show example 1")
    assert "no example called “Flood”" in someone.say("delete example Flood")
    assert "for good" in someone.say("delete example soup")
    assert someone.examples
    someone.press("Yes, delete it")
    assert not someone.examples


def test_an_example_is_offered_with_a_question_that_it_fits(someone: Practising) -> None:
    someone.say("check this example: " + CARE_HOME)
    someone.press("Keep it")
    someone.say("Care home")
    (kept,) = someone.examples.values()
    assert "value/compassion" in kept.targets
    assert "You have an example that may fit: “Care home”" in someone.say("practise compassion")
    assert CARE_HOME[:50] in someone.press("Show “Care home”")
    someone.press("Back to my question")


def test_an_answer_of_an_interview_becomes_an_example(someone: Practising) -> None:
    someone.say("practise compassion, 1 question")
    someone.say(CARE_HOME)
    someone.say("done")
    someone.say("skip")
    assert "What shall I call it" in someone.say("keep as an example")
    someone.say("Care home")
    assert [kept.name for kept in someone.examples.values()] == ["Care home"]
    assert "Next question" in someone.press("Back to my question") or "Finish and sum up" in someone.buttons


def test_resting_and_going_on(someone: Practising) -> None:
    someone.say("help me build an example")
    someone.say(SITUATION)
    assert "rests" in someone.say("stop")
    assert someone.say("what is courage?").startswith("Met value: Courage")
    someone.say("build an example")
    assert "what was yours to do" in someone.press("Go on with it")


def test_a_question_while_building(someone: Practising) -> None:
    someone.say("help me build an example")
    assert "We take ownership" in someone.say("what is level 2 ownership?")
    assert "When and where was it" in someone.press("Back to my example")


def test_long_unused_examples_are_warned_of(someone: Practising) -> None:
    someone.say("check this example: " + CARE_HOME)
    someone.press("Keep it")
    someone.say("Care home")
    assert "eleven months" not in someone.say("my examples")
    someone.now += dt.timedelta(days=340)
    assert "“Care home” has not been used for eleven months" in someone.say("my examples")
    someone.say("show example 1")  # opening counts as use
    assert "eleven months" not in someone.say("my examples")


def test_where_nothing_is_kept_there_are_no_examples(library: Library) -> None:
    someone = Practising(Coach(library))
    someone.say("check this example: " + CARE_HOME)
    assert "Keep it" not in someone.buttons


def test_progress_tells_trends_and_the_next_step(someone: Practising) -> None:
    assert "Nothing is kept" in someone.say("my progress")
    for number in range(10):
        ratings = dict.fromkeys(("situation", "task", "action"), "clear") | {
            "result": "clear" if number > 5 else "thin"
        }
        at = someone.now + dt.timedelta(days=number)
        name = f"p{number}"
        practice = Practice(name, f"i{number}", at, "courage-01", "value/courage", True, ratings, (), 200)  # type: ignore[arg-type]  # noqa: FBT003 - judged
        someone.answers[name] = someone.answers.get(name) or _kept(practice)
    shown = someone.say("how have I done so far, my progress")
    assert "10 interviews with 10 answers" in shown
    assert "Result: clear in 4 of the last 4, better than before (0 of 6)" in shown
    assert "Next I would practise Courage" in shown
    assert "Question 1 of 3 · Courage" in someone.press("Practise Courage")


def test_everything_goes_when_it_is_deleted(someone: Practising) -> None:
    someone.say("practise compassion, 1 question")
    someone.say(NO_RESULT)
    someone.say("stop")
    assert "1 practised answer" in someone.say("what do you store about me")
    someone.say("delete my data")
    assert someone.person.practices == ()
    assert someone.state.interview is None
    assert someone.state.asked == ()
    assert "outdated" not in someone.shown
    assert someone.take(Chose("do/interview#report")).replies


def _kept(practice: Practice) -> Answered:
    return Answered(practice, "")
