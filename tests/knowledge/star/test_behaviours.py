from knowledge.entries import BehaviourFile
from knowledge.star.behaviours import Behaviours
from knowledge.star.cues import Cues, words_of
from knowledge.star.features import told
from knowledge.star.reading import Answer

COURAGE = "value/courage/positive#1"


def found(cue: str, said: str) -> bool:
    file = BehaviourFile.model_validate(
        {
            "groups": {"person": ["him", "her", "manager"]},
            "behaviours": [{"name": "speaks-up", "means": "Speaks up.", "shows": [COURAGE], "cues": [cue]}],
        }
    )
    unit = told(words_of(said), Cues({}, ()))
    answer = Answer(said, (), (unit,), (), (), 0.0)
    return Behaviours(file).found(answer, [COURAGE]) == {COURAGE: [0]}


def test_words_stand_in_order_with_a_few_between() -> None:
    assert found("told boss wrong", "I told the boss that it was wrong")
    assert not found("told boss wrong", "The boss told me I was wrong")
    assert not found("told wrong", "I told the others of the plan, which went wrong")


def test_alternatives_groups_endings_and_apostrophes() -> None:
    assert found("rang/phoned @person", "so I phoned my manager")
    assert found("apologis*", "I was apologising all day")
    assert found("i'd got wrong", "id got it wrong")
    assert not found("rang/phoned @person", "I emailed my manager")


def test_what_is_denied_does_not_count() -> None:
    assert not found("told @person", "I never told her")
    assert found("didn't raise my voice", "I didn't raise my voice once")
