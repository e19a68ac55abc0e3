"""What the coach says around the question whether an answer was right."""

ASK = "Was this right?"
QUESTION = "Did that answer what you asked?"
WITHOUT_WORDS = "Only which answer it was and your yes or no are kept, not who you are or what you wrote."
WITH_WORDS = (
    "Which answer it was, your yes or no and the words of your question are kept for the people who look after the "
    "answers, without your name."
)
YES, NO = "Yes", "No"
THANKS = "Thank you."
SORRY = (
    "Thank you for saying so. Ask it in other words, or name the value or competency, the level or the edition that "
    "you mean."
)
GONE = "I no longer have that question. Ask it again."
