"""What the coach says in a workshop."""

from collections.abc import Mapping

JOINED = "You are in: {title}"
WAIT_START = "The facilitator starts the first round. You will be told here what to do; nothing else is needed."
WAIT_ROUND = "A round is on. You join a group when the next one begins."
YOU_ARE = "You are {name} here."
NO_NAME = "You gave no name: the others see “{name}”. Say “call me” and a name to change that."
PERSON = "Person {number}"
WHO_SEES = (
    "The facilitator sees who is here and who is ready, never answers, sheets or marks. What is written for you "
    "comes to you alone."
)
LEFT = "You have left the workshop. What was written for you stays in your own history."
ROUND = "Round {at} of {of}"
ROLES: Mapping[str, str] = {
    "candidate": "You answer",
    "interviewer": "You ask",
    "observer": "You observe",
}
ROLE_NAMES: Mapping[str, str] = {"candidate": "answers", "interviewer": "asks", "observer": "observes"}
WITH = "With you: {names}."
ALONE = "You are on your own in this round, so I ask the question. Practise as you like, aloud or typed."
QUESTION_IS = "The question"
ABOUT = "About {what}."
THINK = "Think first; notes are fine. When the answering begins you will be told."
THINK_ASK = "{name} is thinking. Read the question and the follow-ups, and ask it when the answering begins."
THINK_OBSERVE = "{name} is thinking. Get ready to write down what is said, as near to word for word as you can."
ANSWER = "Answer now. Speak to your group, or type or dictate here for a STAR check."
ASK = "Ask the question now, then listen. Ask a follow-up only where something is missing:"
PROBE_NAMES: Mapping[str, str] = {
    "situation": "no single occasion",
    "task": "no task of their own",
    "action": "not what they did themselves",
    "result": "no result",
    "reasoning": "not why they did it so",
    "learning": "not what they learned",
}
OBSERVE = "Write down here what {name} says and does, one message for each point. No judging yet."
CLASSIFY = "Now go through your notes: which statement does each one show? Each note counts once."
CLASSIFY_ASK = "The observers go through their notes, each alone. Please leave them quiet."
EVALUATE = "Then judge, alone: one strength, one suggestion{mark}. Talk about it only when the discussion begins."
WITH_MARK = ", and a mark from {least} to {most}"
CANDIDATE_WAITS = "The observers go through their notes. How would you mark your own answer, from 1 to 5?"
DISCUSS = "Talk it over in the group: the evidence first, then what follows from it."
DISCUSS_CANDIDATE = "What was written for you is below as it comes in, for you alone. Ask about what is unclear."
METHOD = "Observe, record, classify, evaluate last: general practice of assessors, not from the documents."
CANDIDATE_LEFT = (
    "Your candidate had to leave. Your group goes on in the next round; until then, talk over the question."
)
TAKES_OVER = "Your interviewer had to leave, so the question is yours to ask now."
SOMEBODY_LEFT, SOMEBODY_CAME = "{name} had to leave.", "{name} has joined your group."
EXTRA_SET = "You have {percent}% more time for your answers. Nobody is told."
EXTRA_NONE = "You have the usual time."
READY = "Noted: you are ready."
RECEIVED = "For your answer in round {round}"
STRENGTH, SUGGESTION, MARK = "Strength: {text}", "Suggestion: {text}", "Mark: {mark} ({scale})"
SCALES: Mapping[str, str] = {"1-5": "1 to 5, 5 the best", "A-D": "A to D, A the best", "1-4": "1 to 4, 4 the best"}
EVIDENCE = "What was noted"
UNDER = "{text} (under: {indicator})"
HANDED = "Handed over to {name}. It is no longer kept with you."
LATE_SHEET = "That round's candidate has left; nothing was handed over."
RATED = "Noted: {mark} of 5, for you alone. It is in “my progress”."
ENDED = "The workshop is over"
ENDED_WHAT = "Thank you. What was written for you is in your history: say “my progress”."
STALE = "That belongs to an earlier step; this is where the workshop is."
PAUSED, RUNS = "The clock is paused.", "The clock runs again."
LONGER = "One minute more for everybody."
ALREADY = "The workshop is over; nothing can be changed any more."
FULL = "This workshop has {most} people already."
STAGES: Mapping[str, str] = {
    "gathering": "People are coming in",
    "thinking": "Thinking",
    "answering": "Answering",
    "evaluating": "Observers go through their notes",
    "discussing": "Groups discuss",
    "ended": "Over",
}
HERE = "{here}, {groups}, {ready} ready."
GROUPS = "Groups"
GROUP = "Group {at}"
ALONE_IN = "{name}, alone with the coach"
WAITING = "Waiting for the next round: {names}"
IS_READY = " (ready)"
TWICE, LACKING = "in two groups: {names}", "in no group: {names}"
STRANGE, SIZE = "not here: {names}", "too small or too large: {names}"
STILL_WITHIN = "Some groups are still within their time."
CLOCK = "Time for this step"
BAD_GROUPS = "Every person who is here has to be in one group, of two to four: {wrong}."
CODE = "Code to join: {code}"
LINK = "Or the link, for a browser:"
CODE_WHAT = (
    "In Teams people say “join” and the code to me in their own chat. It is good for this workshop only, for a day."
)
DESK_ONLY = "You see who is here and who is ready, and figures without names: never answers, sheets or anybody's marks."
LIVE_PAGE = "Who is here and who is ready, live"
PAGE = "The figures as a page to print, and as CSV"
PICTURE = "The whole group in figures, without names:"
PICTURE_PARTS = ("Parts of STAR in answers that were checked", "What stood out in them", "Marks for oneself, by value")
PICTURE_HIDES = (
    "Counts of one to four are not shown, a row that would show nothing else is left out, and so is anything of fewer "
    "than five people: nobody can be known."
)
NO_PICTURE = "Fewer than five people had an answer checked or marked themselves, so there are no figures to show."
COUNT = "{head} {count}"
FEW = "not shown"
SHARED: Mapping[str, str] = {
    "thinking": "Candidates think; everybody else reads their card in their own chat with me.",
    "answering": "Candidates answer. Interviewers ask, observers write down in their own chat what is said.",
    "evaluating": "Observers go through their notes, each alone, in their own chat.",
    "discussing": "Groups discuss, the evidence first.",
}
SHARED_JOIN = "To take part, say “join {code}” to me in a chat of your own."
ARRANGED = "These groups begin with the next round."
JOINING = "One moment, I look that code up."
NO_CODE = "No workshop here has that code, or it is over. Check it with your facilitator."
NOT_IN = "You are not in a workshop now. With a code from your facilitator say “join” and the code."
NOTED = "Noted ({at})."
SHEET_FULL = "Your sheet is full; the notes that you have are kept."
SHEET_EMPTY = "There is nothing on your sheet yet. Write a note here, one message for each point."
NOTE_AT = "Note {at} of {of}"
TYPE_NUMBER = "Type the number of the statement that it shows; each note counts once."
WRONG_NUMBER = "Type a number from 1 to {most}, or “none”."
NONE = "None of these"
ASK_STRENGTH = "What was the strongest thing about the answer? One sentence."
ASK_SUGGESTION = "What one thing would make it stronger? One sentence."
ASK_MARK = "Your mark, from what you noted:"
HAND_WITHOUT = "Hand over without a mark"
SHEET_DONE = "Your sheet is complete. It goes to the candidate alone, when the discussion begins."
CHECK_INSTEAD = "Paste your answer after “check this example:” and I look at its four parts."
READY_BUTTON, LEAVE_BUTTON = "I am ready", "Leave the workshop"
EXTRA_BUTTON, USUAL_BUTTON = "{percent}% more time", "The usual time"
TYPE_BUTTON, HAND_BUTTON, CLASSIFY_BUTTON = "Type my answer", "Hand over my sheet", "Go through my notes"
START_BUTTON, NEXT_BUTTON, END_BUTTON = "Start round {at}", "Next step", "End the workshop"
PAUSE_BUTTON, RESUME_BUTTON, LONGER_BUTTON = "Pause the clock", "Start the clock again", "One minute more"
MARK_BUTTON = "Mark {mark}"


def named(name: str, number: int) -> str:
    """How the others see somebody."""
    return name or PERSON.format(number=number)


def more_time(percent: int) -> str:
    """The button for more time, or for the usual one."""
    return EXTRA_BUTTON.format(percent=percent) if percent else USUAL_BUTTON


def people(number: int) -> str:
    """How many there are."""
    return "1 person" if number == 1 else f"{number} people"
