"""The tables. Times are milliseconds since 1970; credentials are kept as hashes only."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, text

metadata = MetaData()

people = Table(
    "people",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("access_until", BigInteger),  # null: as long as the deployment's access setting allows
    Column("resume_hash", String(64), unique=True),
    Column("seen_at", BigInteger, nullable=False, index=True),
)
# What lets a browser in: cookies, and the tokens of pages (`expires_at` is set).
credentials = Table(
    "credentials",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("person", String(64), ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("expires_at", BigInteger),
)
access_codes = Table(
    "access_codes",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("label", String(80), nullable=False),
    Column("until", BigInteger, nullable=False),
)
# `last` is the number of the newest message, and so the version that a turn's write depends on.
conversations = Table(
    "conversations",
    metadata,
    Column("id", String(300), primary_key=True),
    Column("person", String(64), nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("last", Integer, nullable=False),
    Column("used_at", BigInteger, nullable=False, index=True),
    Column("due_at", BigInteger, index=True),  # when something in the state has to be deleted; null: nothing has to
    Column("address", Text),  # where replies go, for a channel that they are sent to
    Column("sender", String(32)),  # the replica that sends what is unsent, until the time given
    Column("sending_until", BigInteger),
)
# The keys that what people wrote is sealed with, each wrapped by the master key of that name (see `keys`).
keys = Table(
    "keys",
    metadata,
    Column("owner", String(64), primary_key=True),
    Column("master", String(16), nullable=False),
    Column("wrapped", String(120), nullable=False),
)
# `figures` are what the check found, `answer` is what the person wrote.
practices = Table(
    "practices",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("figures", Text, nullable=False),
    Column("answer", Text, nullable=False),
)
examples = Table(
    "examples",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("used_at", BigInteger, nullable=False, index=True),
    Column("body", Text, nullable=False),
)
messages = Table(
    "messages",
    metadata,
    Column("conversation", String(300), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("activity", String(200), nullable=False),  # the message that this is, or that this replies to
    Column("reply", Boolean, nullable=False),
    Column("body", Text),  # null: a message of a channel that keeps its own log
    Column("at", BigInteger, nullable=False, index=True),
    Column("sent", Boolean, nullable=False),
    Index("messages_activity", "conversation", "activity"),
    Index("messages_unsent", "conversation", sqlite_where=text("sent = 0"), postgresql_where=text("NOT sent")),
)
# What became of questions, for whoever keeps the knowledge. `person` and `text` only where the words are kept.
heard = Table(
    "heard",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("outcome", String(20), nullable=False),
    Column("about", Text, nullable=False),
    Column("person", String(64), index=True),
    Column("text", Text),
)
# Questions that people had handed on; `thread` is where others see them, null until they do.
questions = Table(
    "questions",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("person", String(64), nullable=False, index=True),
    Column("conversation", String(300), nullable=False),
    Column("text", Text, nullable=False),
    Column("asked_at", BigInteger, nullable=False, index=True),
    Column("thread", String(300), index=True),
    Column("sending_until", BigInteger),
)
