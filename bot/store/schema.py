"""The tables. Times are milliseconds since 1970; credentials are kept as hashes only.

`comment` and `info` say what each holds in words for whoever answers for the data: docs/stored.md is made from them.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    false,
    text,
)

metadata = MetaData()
SEALED = {"sealed": True}  # of what is encrypted with a key per person where CVF_KEYS is set
_SETTING = "`CVF_KEEP_DAYS` days"
_NUMBER = BigInteger().with_variant(Integer, "sqlite")

people = Table(
    "people",
    metadata,
    Column("id", String(64), primary_key=True, comment="a random name, or the name that a trusted proxy gives"),
    Column("access_until", BigInteger, comment="end of access; none: as long as the deployment allows"),
    Column("resume_hash", String(64), unique=True, comment="hash of the code to go on with elsewhere"),
    Column("seen_at", BigInteger, nullable=False, index=True, comment="when last here"),
    Column("facilitates", Boolean, nullable=False, server_default=false(), comment="whether they may set up workshops"),
    comment="Somebody on the web page.",
    info={"kept": f"{_SETTING} after the last visit"},
)
credentials = Table(
    "credentials",
    metadata,
    Column("hash", String(64), primary_key=True, comment="hash of a cookie or of a page's token"),
    Column(
        "person",
        String(64),
        ForeignKey("people.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
        comment="whom it lets in",
    ),
    Column("expires_at", BigInteger, comment="end of a page's token; none: a cookie"),
    comment="What lets a browser in.",
    info={"kept": "with its person; a page's token until its end"},
)
access_codes = Table(
    "access_codes",
    metadata,
    Column("hash", String(64), primary_key=True, comment="hash of the code"),
    Column("label", String(80), nullable=False, comment="what it is for"),
    Column("until", BigInteger, nullable=False, comment="last moment that it lets people in"),
    Column("facilitates", Boolean, nullable=False, server_default=false(), comment="whether it is for facilitators"),
    comment="A code that lets people open the page.",
    info={"kept": "until an administrator removes it"},
)
conversations = Table(
    "conversations",
    metadata,
    Column("id", String(300), primary_key=True, comment="the channel's name of it"),
    Column("person", String(64), nullable=False, index=True, comment="whose it is; in a group chat the chat's own"),
    Column(
        "state",
        Text,
        nullable=False,
        info=SEALED,
        comment="where the talk stands: latest topics, an interview or example under way, its answers, settings",
    ),
    # The number of the newest message, and so the version that a turn's write depends on.
    Column("last", Integer, nullable=False, comment="how many messages there were"),
    Column("used_at", BigInteger, nullable=False, index=True, comment="when last used"),
    Column("due_at", BigInteger, index=True, comment="when something in the state has to be deleted; none: nothing"),
    Column("address", Text, comment="in Teams: where replies go, with Microsoft's ids of the person and the chat"),
    Column("sender", String(32), comment="the replica that sends what is unsent"),
    Column("sending_until", BigInteger, comment="until when it may"),
    comment="A conversation.",
    info={"kept": f"{_SETTING} after its last message"},
)
keys = Table(
    "keys",
    metadata,
    Column("owner", String(64), primary_key=True, comment="whose"),
    Column("master", String(16), nullable=False, comment="name of the master key that wraps it"),
    Column("wrapped", String(120), nullable=False, comment="the key, wrapped by that of `CVF_KEYS`"),
    comment="The key that what a person wrote is sealed with.",
    info={"kept": "until “delete my data”, or until nothing sealed with it is left"},
)
practices = Table(
    "practices",
    metadata,
    Column("person", String(64), primary_key=True, comment="whose"),
    Column("id", String(40), primary_key=True, comment="a number"),
    Column("at", BigInteger, nullable=False, index=True, comment="when"),
    Column("figures", Text, nullable=False, info=SEALED, comment="question, what the check found, their own mark"),
    Column("answer", Text, nullable=False, info=SEALED, comment="what they answered, word for word"),
    comment="A practised answer.",
    info={"kept": _SETTING},
)
examples = Table(
    "examples",
    metadata,
    Column("person", String(64), primary_key=True, comment="whose"),
    Column("id", String(40), primary_key=True, comment="a number"),
    Column("used_at", BigInteger, nullable=False, index=True, comment="when last used"),
    Column("body", Text, nullable=False, info=SEALED, comment="its parts and title, word for word"),
    comment="An example that a person built for their interview.",
    info={"kept": "until its person deletes it, or a year without use"},
)
messages = Table(
    "messages",
    metadata,
    Column(
        "conversation",
        String(300),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
        comment="in which",
    ),
    Column("number", Integer, primary_key=True, comment="its place"),
    Column("activity", String(200), nullable=False, comment="the channel's id of the message, or of that answered"),
    Column("reply", Boolean, nullable=False, comment="whether the coach says it"),
    Column(
        "body",
        Text,
        info=SEALED,
        comment="on the page what both said; elsewhere the coach's replies only, as the channel keeps its own log",
    ),
    Column("at", BigInteger, nullable=False, index=True, comment="when"),
    Column("sent", Boolean, nullable=False, comment="whether the channel has it"),
    Index("messages_activity", "conversation", "activity"),
    Index("messages_unsent", "conversation", sqlite_where=text("sent = 0"), postgresql_where=text("NOT sent")),
    comment="A message of a conversation.",
    info={"kept": _SETTING},
)
heard = Table(
    "heard",
    metadata,
    Column("id", String(40), primary_key=True, comment="a random number"),
    Column("at", BigInteger, nullable=False, index=True, comment="when"),
    Column("outcome", String(20), nullable=False, comment="refused, asked back, judged right or wrong"),
    Column("about", Text, nullable=False, comment="ids of the topics"),
    Column("person", String(64), index=True, comment="whose; only with the words"),
    Column("text", Text, info=SEALED, comment="the question's words; only with `CVF_KEEP_QUESTIONS`"),
    comment="What became of a question, for whoever keeps the knowledge.",
    info={"kept": _SETTING},
)
questions = Table(
    "questions",
    metadata,
    Column("id", String(40), primary_key=True, comment="a random number"),
    Column("person", String(64), nullable=False, index=True, comment="who asked"),
    Column("conversation", String(300), nullable=False, comment="where the answer goes"),
    Column("text", Text, nullable=False, info=SEALED, comment="the question's words"),
    Column("asked_at", BigInteger, nullable=False, index=True, comment="when"),
    Column("thread", String(300), index=True, comment="where others see it in Teams; none until they do"),
    Column("sending_until", BigInteger, comment="until when a replica may hand it on"),
    comment="A question that a person had handed on to others.",
    info={"kept": _SETTING},
)
documents = Table(
    "documents",
    metadata,
    Column("name", String(300), primary_key=True, comment="name of the file"),
    Column("checksum", String(64), nullable=False, comment="SHA-256 of the file"),
    Column("fingerprints", String(16), nullable=False, comment="the version of the fingerprints that were looked for"),
    Column("added_at", BigInteger, nullable=False, comment="when"),
    comment="A document of the force's, searched for official sentences.",
    info={"kept": "until an administrator removes it"},
)
sentences = Table(
    "sentences",
    metadata,
    Column(
        "document",
        String(300),
        ForeignKey("documents.name", ondelete="CASCADE"),
        primary_key=True,
        comment="in which",
    ),
    Column("fingerprint", String(140), primary_key=True, comment="which one"),
    Column("text", Text, nullable=False, comment="the official sentence as the document has it"),
    Column("place", String(120), nullable=False, comment="page, slide or section"),
    Column("twice", Boolean, nullable=False, comment="whether the document has it in more places than the edition"),
    comment="An official sentence that a document holds.",
    info={"kept": "with its document"},
)
workshops = Table(
    "workshops",
    metadata,
    Column("id", String(32), primary_key=True, comment="a random name"),
    Column("code", String(64), nullable=False, unique=True, comment="hash of the code to join with"),
    Column("facilitator", String(64), nullable=False, index=True, comment="who set it up"),
    Column(
        "state",
        Text,
        nullable=False,
        info=SEALED,
        comment="its plan, who is in it under which name, roles, sheets on their way to a candidate, figures",
    ),
    Column("began_at", BigInteger, nullable=False, index=True, comment="when it was set up"),
    Column("over", Boolean, nullable=False, comment="whether it is over"),
    comment="A workshop. It has a key of its own.",
    info={"kept": _SETTING},
)
workshop_acts = Table(
    "workshop_acts",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=True, comment="a number"),
    Column("workshop", String(80), nullable=False, index=True, comment="in which, or the hash of its code"),
    Column("person", String(64), nullable=False, index=True, comment="whose"),
    Column("conversation", String(300), nullable=False, comment="where they did it"),
    Column("act", Text, nullable=False, info=SEALED, comment="what they did, an observer's sheet word for word"),
    comment="Something that a person did in a workshop and that it has not taken in yet.",
    info={"kept": "for about a second"},
)
workshop_posts = Table(
    "workshop_posts",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=True, comment="a number"),
    Column("name", String(32), nullable=False, comment="a random name, by which it is brought once"),
    Column("person", String(64), nullable=False, index=True, comment="whose"),
    Column("conversation", String(300), nullable=False, index=True, comment="where it goes"),
    Column("says", Text, nullable=False, info=SEALED, comment="a card of the workshop, a sheet word for word"),
    Column("taken_until", BigInteger, comment="until when a replica may bring it"),
    comment="Something that a workshop says to a person and that has not reached their conversation yet.",
    info={"kept": "for about a second"},
)
received = Table(
    "received",
    metadata,
    Column("person", String(64), primary_key=True, comment="whose"),
    Column("id", String(60), primary_key=True, comment="a number"),
    Column("at", BigInteger, nullable=False, index=True, comment="when"),
    Column("sheet", Text, nullable=False, info=SEALED, comment="what observers wrote for them, word for word"),
    comment="A sheet that was written for somebody in a workshop.",
    info={"kept": _SETTING},
)
