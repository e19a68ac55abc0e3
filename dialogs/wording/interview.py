"""What the coach says around a practice interview."""

from collections.abc import Sequence

from dialogs import wording
from knowledge.bank import Audience, Format
from knowledge.library import Library
from knowledge.topics import parse

CHOOSE = "What would you like to practise?"
CHOOSE_HOW = (
    "Name a value or a competency, or pick one of these. You can add how: “5 questions”, “no timer”, "
    "“for a sergeant board”, “gentle”, “I am not in the police”."
)
LEVEL = "At which level? Level 1 is about your own work, 2 about a team, 3 about an organisation."
ONE_TARGET = "Which one? Type a name, or pick a value:"
START = "Your practice interview"
HOW = (
    "Answer in one message or several, typed or dictated; a pause never ends it. Say “that's all” when you have "
    "finished. “skip”, “pause” and “stop” always work, and you can ask me about the framework in between."
)
GENTLE = "The gentle way: no timers and no marks, and after each answer one thing that is strong and one next step."
PRIVATE = "I hold your words only until this practice ends, then I delete them here. There will be no report."
OFFER_PRIVATE = "Keep nothing of this practice"
NOW_PRIVATE = (
    "Nothing of this practice will be kept: your words go from here when it ends, and there will be no report."
)
SURPRISE = "What each question is about, I tell you afterwards."
TAKE_TIME = "Take your time."
NO_TIMERS = "No timers; say “5 minute timer” if you want one."
HEARD = "Noted, {words} words so far. Go on, or say “that's all”."
NOTHING_YET = "I have no answer from you yet."
ANEW = "Cleared. Start your answer again."
ADDED = "Added to your answer."
MORE = "Is that more of your answer?"
NAMES = "Before I keep this: it seems to identify somebody ({names}). Shall I take that out?"
NAMES_OUT = "I took the names out; [name] stands there now."
NOT_KEPT = "I will not keep this answer."
NOT_FOUND = {
    "situation": "I could not find the one occasion that this is about.",
    "task": "I could not find what was yours to do.",
    "action": "I could not find what you yourself did.",
    "result": "I could not find what came of it.",
    "reasoning": "I could not find why you did it that way.",
    "learning": "I could not find what you learned.",
}
PROBE_HINT = "Add to your answer, or say “no more”."
MARK = "Before my feedback: how would you mark that answer yourself, for {what}, from 1 to 5?"
MARK_LABEL = "Your own mark for {what}"
MARK_WRONG = "Choose a mark from 1 to 5, or press “No mark”."
MARK_SEND = "Send the mark"
MARK_NOTE = (
    "The 2023 process marked each value from 1 to 5 and asked for 3 at least. The mark is yours alone: I give none. "
    "Say “skip” for no mark, “don't ask” to leave marks out."
)
NO_MORE_MARKS = "I will not ask for marks again in this interview."
YOUR_MARK = "Your own mark: {mark} of 5."
COMPARED, CHANGED = "Against your last try", "{part}: was {before}, now {now}"
ABOUT = "This question was about {what}."
OWN_EXAMPLE = "You have an example that may fit: “{name}”."
PAUSED = "Paused. Your place and your words are kept; say “go on” whenever you like, tomorrow too."
WAITS = "Your interview waits: question {number} of {total}."
RESUMED = "Here we go on."
OLD_BUTTON = "That button belongs to an earlier step."
OVER_NOW = "That interview is over."
NOT_NOW = "That does not fit here."
STOPPED = "Stopped. Nothing was answered, so there is nothing to sum up."
LEFT_CHOOSING = "Fine, no practice then. Ask me anything, or say “mock interview” when you want one."
SKIPPED = "Skipped; it may come again another time."
NO_TIMER = "No timer is running."
TIMER_RUNS = {"think": "Thinking time", "answer": "Answering time"}
TIMER_OVER = "The time is up; go on as long as you like."
TIMERS_GONE = "Timers are off."
TOOK = "You took {took}; the time you set was {given}."
RAN_OUT = "In a real interview the time may end; shorten the situation first."

TAKEN_BACK = "I took back what you said last."
STUCK = (
    "Take a breath: nobody is counting, and a blank moment is normal. Any real occasion will do, from work, home, "
    "school or a club, and a small one is fine. To get going:"
)
STUCK_HINT = "You can change to another question, pause, or write two plain sentences and build on them."
CALM = "Take your time: this is practice only, and nothing here decides anything."
NO_VERDICT = (
    "I give no mark and no verdict; I look at whether the four parts are there, and I can miss things. What I found is "
    "in the feedback: keep what is strong, and take the one next step."
)
DISPUTED = (
    "You may well be right: I go by words that often tell of a part, and I miss some. If a listener could miss it too, "
    "say it more plainly; otherwise leave it as it is."
)
ANOTHER = "Another question"
DONE, SKIP, PAUSE, STOP = "That's all", "Skip this question", "Pause the interview", "Stop the interview"
OVER = "Start this answer again"
TAKE_OUT, KEEP, LEAVE_OUT = "Take the names out", "Keep it as it is", "Don't keep this answer"
NO_MORE, NO_MARK, A_MARK = "No more to add", "No mark", "Mark {mark}"
NEXT, FINISH, REDO = "Next question", "Finish and sum up", "Try this one again"
BACK, GO_ON, ADD = "Back to my question", "Go on", "Add it to my answer"
ADD_THIS, BEGIN = "That was part of my answer", "Begin an interview"
REPORT_PAGE, REPORT_FILE = "Report to read and print (opens in a new tab)", "Report as a text file"
NOTHING_RUNS = "Nothing is running just now."
NOT_YET = "Then say what you would like to practise."
IN_ONE = "You are in the middle of an interview; say “stop” to end it first."
KEEP_EXAMPLE, SHOW_EXAMPLE = "Keep as an example", "Show “{name}”"
MORE_TIME, HALT, RUN, TIMER_OFF = "More time", "Pause the timer", "Start the timer again", "Timer off"
ADDED_TIME, HALTED, RUNS = "One minute added.", "The timer is paused.", "The timer runs again."
YOUR_TIMES = "You set {times}."
AGAIN, WEAKEST, REPORT, PROGRESS = "Another interview", "Practise {what}", "Report as messages", "My progress"

MODES = {
    "one": "One value or competency",
    "met-2023": "All four Met values (2023)",
    "gentle": "Gently: three questions",
    "later-table": "Mix of the later table",
    "surprise": "Surprise me",
    "formats": "Other formats",
}
AUDIENCES: dict[Audience, str] = {
    "officers": "questions for officers",
    "outside": "questions for people outside policing",
    "staff": "questions for police staff",
    "seniors": "questions for senior roles",
}


def target(topic: str, library: Library) -> str:
    """A value or a competency's level by the name that people use."""
    parts = parse(topic)
    entry = library.entries[parts.key if parts.aspect == "level" and parts.key in library else topic]
    title = entry.title.removeprefix("Met value: ")
    return f"{title}, level {parts.level}" if parts.level else title


def minutes(seconds: int) -> str:
    """A time as people say it."""
    whole, rest = divmod(max(0, seconds), 60)
    said = [f"{whole} min"] if whole else []
    return " ".join([*said, f"{rest} s"] if rest or not whole else said)


def timing(form: Format) -> str:
    """The times of a format; what its source leaves out is "not stated"."""
    think = minutes(form.think) if form.think else "not stated"
    answer = minutes(form.answer) if form.answer else "not stated"
    return f"Thinking time: {think}. Answering time: {answer}."


def times(think: int | None, answer: int | None) -> str:
    """The times that somebody set."""
    said = [f"{minutes(think)} to think"] if think else []
    return " and ".join([*said, f"{minutes(answer)} to answer"] if answer else said)


def number(at: int, total: int) -> str:
    """Which question this is."""
    return f"Question {at} of {total}"


def count(many: int, what: str) -> str:
    """1 question, 2 questions."""
    return f"{many} {what}" if many == 1 else f"{many} {what}s"


def listed(names: Sequence[str]) -> str:
    """A, B and C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def kept(days: int | None) -> str:
    """What is kept of a practice, said before the first answer is kept."""
    if days is None:
        return wording.NOTHING_KEPT
    return (
        f"I keep your answers and what I found in them for {wording.in_days(days)}, for you alone, so that you can see "
        "how you get on. “Delete my data” deletes them at once."
    )
