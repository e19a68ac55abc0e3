"""What a report says around a person's own answers."""

TITLE = "Practice interview of {day}"
ALL = "Practised answers up to {day}"
INTRO = (
    "Your answers as you gave them, with what the STAR check found. The check looks at how complete an answer is: it "
    "gives no mark and does not predict one. General practice, not from the documents."
)
BACK = "Back to the chat"
AGAIN = "{what}, try {number}"
QUESTION, ANSWER, FOUND, MARK = "Question", "Your answer", "What the check found", "Your own mark: {mark} of 5"
PLOT = "Situation, task, action and result over time"
PLOT_HOW = (
    "Each column is one answer, the latest on the right: a full square is clear, a half one thin, an empty one missing."
)
PREPARE = "To prepare"
NOT_JUDGED = "I could not judge this answer."
KEPT_UNTIL = "Kept on the service until {day}; this copy is yours."
NOTHING = "Nothing is kept of such an interview."
WORTH_A_LOOK = "Worth a look: {flags}"
FLAG_NAMES = {
    "we-not-i": "“we” hides your own part",
    "hypothetical": "what you would do, not what you did",
    "generalised": "what you usually do, not one occasion",
    "no-reasoning": "no reason given",
    "no-reflection": "nothing learned",
    "quotes-framework": "words of the framework",
    "names-people": "may identify somebody",
}
