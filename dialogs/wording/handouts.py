"""What stands on handouts beside what the documents say."""

from collections.abc import Mapping

TITLE = "Workshop handouts"
TITLES: Mapping[str, str] = {
    "indicators": "Indicators",
    "questions": "Question cards",
    "sheets": "Observer sheets",
    "star": "STAR",
}
SIDES: Mapping[str, str] = {
    "positive": "Positive: what it looks like",
    "negative": "Negative: what it does not look like",
}
BESIDE = "Side by side"
CARDS = "Question cards: {about}"
FROM_BANK = "Questions of this project, in its own words; none of them is a question of a past or coming board."
SHEET = "Observer sheet: {about}"
WHO = "Candidate, question, date"
OBSERVE = "Observe and record: what was said and done, as near to word for word as you can. No judging yet."
STATEMENT, EVIDENCE = "Classify: the statement", "The evidence (each note once)"
STRENGTH, SUGGESTION = "Evaluate last, alone: the strongest thing", "One thing that would make it stronger"
MARK = "Mark, {least} to {most}"
STAR = "STAR on one page"
PARTS = ("Situation", "Task", "Action", "Result")
PART = "{part}, in key words"
OWN_WORDS = "In plain words of this project, not the official wording."
NO_TARGET = "name what it is about, such as value/courage or competency/take-ownership/level-2"
UNKNOWN = "there is no entry called {names}; write value/courage or competency/take-ownership/level-2"
