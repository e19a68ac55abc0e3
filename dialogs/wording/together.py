"""What the coach says where several people read it, and around a question handed on to a person."""

WELCOME = "Hello, I am the CVF coach"
WELCOME_WHAT = (
    "Mention me with a question about the Competency and Values Framework, and I answer here with the source. "
    "Practice interviews and everything about you stay in your own chat with me."
)
ELSEWHERE = "That is between you and me: practice and everything about you stay out of chats that others read."

ASK_A_PERSON = "Ask a person"
CONSENT = "I can pass this question on to the people who look after this service:"
CONSENT_WHAT = "They get these words and nothing else, not who you are. Their answer comes back here."
SEND, KEEP_BACK = "Send these words", "Don't send"
SENT = "Sent. The answer comes here; that can take a while, as it is written by a person."
NOT_SENT = "Nothing was sent."
NO_QUESTION = "I no longer have the question. Ask it again, then press “Ask a person”."
ANSWERED = "An answer from a person"
YOU_ASKED = "You asked: “{question}”"
THEIRS = "Written by a person who looks after this service, not from the documents."

HANDED_ON = "A question that I could not answer"
HOW_TO_ANSWER = (
    "Reply to this message, mention me and write your answer: it goes to the person word for word, without your name. "
    "I do not tell who asked."
)
PASSED_ON = "Passed on. Thank you."
NOBODY_WAITS = "Nobody waits for this answer any more: the question was deleted or is too old."

OPEN = "Open our chat"
NOTHING_FOUND = "Nothing found. Try the name of a value or competency, such as courage or ownership."
