"""What the coach says while somebody builds an example, and about the examples that they keep."""

START = "Let us build one example together, a part at a time. You tell it, I ask; I never write it for you."
# By the step of the building.
PART = "Part {number} of {total}"
ASK = {
    "situation": "Situation: think of one real occasion. When and where was it, and who was involved?",
    "task": "Task: what was yours to do or to decide, and what was at stake?",
    "action": "Action: what did you yourself do and say, step by step?",
    "result": "Result: what came of it, and how do you know?",
    "reasoning": "Reasons: why did you do it that way, and what else could you have done?",
    "learning": "Learning: what did you learn, or what have you done differently since?",
    "paste": "Paste or tell me the whole example in one message.",
    "name": "What shall I call it? A few words that you will know it by.",
}
HELP = {
    "situation": "I do not see one occasion in that yet. When was it, where, and with whom?",
    "task": "I do not see your own part in that yet. What would have gone wrong if you had done nothing?",
    "action": "I see little of what you yourself did in that. What did you do or say first, and what next?",
    "result": "I do not see what came of it yet. What was different afterwards, or what did people say or decide?",
}
HELP_HINT = "Add to it, or say “next” to go on."
PART_HINT = "One message is enough; “back” adds to a part, “next” leaves one out, “stop” rests."
OPTIONAL = "Say “next” if you have nothing here."
NOTED = "Noted. Add more, or say “next”."
TOGETHER = "Your example, in your words"
MAY_SHOW = "It may show"
MAY_SHOW_NOTE = "The fullest signs first; found by words that often tell of it. Choose what you practise it for."
SHOWS_NOTHING = "I found no clear sign of one value or competency in it: tell more of what you did and why."
NAMES = "Before I keep this: it seems to identify somebody ({names}). Shall I take that out?"
KEPT = "Kept as “{name}” among your examples, until you delete it or a year passes without use."
NOT_HERE = "Nothing is kept here, so I cannot keep examples; copy it from above."
FULL = "You have {most} examples, the most I keep. Delete one first."
RESTING = "Your example rests here as it is. Say “build an example” to go on with it."
DROPPED = "Not kept."
UNFINISHED = "You have an unfinished example. Go on with it?"
NONE = "You have no examples yet. Build one with me, or say “check this example:” and paste one."
LIST = "Your examples"
FOR_YOU = (
    "Kept for you alone, each until you delete it or a year passes without use. “rename 1 to …” and "
    "“delete example 1” work too."
)
SOON = "“{name}” has not been used for eleven months and goes on {day}. Opening it keeps it for another year."
UNKNOWN = "You have no example called “{name}”."
SURE = "Delete “{name}” for good?"
REST = "From “{name}” on open them one by one; this message is full."
DELETED = "“{name}” is deleted."
RENAMED = "“{old}” is now called “{new}”."
SHOWS = "May show: {what}."

NEXT, BACK, STOP = "Next part", "Back", "Rest here"
KEEP, ANEW, LEAVE = "Keep it", "Start again", "Do not keep it"
CHANGE = "Change the {part}"
CALL_IT = "Call it “{name}”"
GO_ON_WITH_REST = "Go on with the unfinished one"
GO_ON, NEW = "Go on with it", "Start a new one"
BACK_TO_IT = "Back to my example"
BUILD, MINE, EXPORT = "Build an example", "My examples", "All examples as messages"
DELETE, YES_DELETE, RENAME = "Delete it", "Yes, delete it", "Rename it"
PRACTISE = "Practise {what}"
