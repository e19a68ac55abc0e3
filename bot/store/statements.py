"""What a turn asks of the database, written once."""

from sqlalchemy import and_, bindparam, case, exists, insert, not_, or_, select, update

from bot.store.schema import conversations, messages

_later = messages.alias()
BEHIND = exists().where(
    _later.c.conversation == conversations.c.id, not_(_later.c.sent), _later.c.reply, _later.c.body.is_not(None)
)
FOUND = (
    select(
        conversations.c.person,
        conversations.c.state,
        conversations.c.last,
        messages.c.number,
        messages.c.reply,
        messages.c.body,
        messages.c.activity,
        messages.c.sent,
        messages.c.at,
        BEHIND.label("behind"),
    )
    .select_from(conversations)
    .outerjoin(
        messages, and_(messages.c.conversation == conversations.c.id, messages.c.activity == bindparam("activity"))
    )
    .where(conversations.c.id == bindparam("conversation"))
    .order_by(messages.c.number)
)
FREE = or_(
    conversations.c.sender.is_(None),
    conversations.c.sender == bindparam("me"),
    conversations.c.sending_until < bindparam("now"),
)
MOVE = (
    update(conversations)
    .where(conversations.c.id == bindparam("conversation"), conversations.c.last == bindparam("before"))
    .values(
        state=bindparam("new_state"),
        last=bindparam("now_last"),
        used_at=bindparam("now"),
        due_at=bindparam("new_due"),
        address=bindparam("new_address"),
        sender=case((FREE, bindparam("me")), else_=conversations.c.sender),
        sending_until=case((FREE, bindparam("until")), else_=conversations.c.sending_until),
    )
    .returning(conversations.c.sender)
)
KEEP = insert(messages)
SENT = (
    update(messages)
    .where(messages.c.conversation == bindparam("c"), messages.c.number == bindparam("n"))
    .values(sent=True)
)
CLAIM = (
    update(conversations)
    .where(conversations.c.id == bindparam("conversation"), FREE)
    .values(sender=bindparam("me"), sending_until=bindparam("until"))
)
EXTEND = (
    update(conversations)
    .where(conversations.c.id == bindparam("conversation"), conversations.c.sender == bindparam("me"))
    .values(sending_until=bindparam("until"))
)
OURS = and_(conversations.c.id == bindparam("conversation"), conversations.c.sender == bindparam("me"))
RELEASE = update(conversations).where(OURS).values(sender=None, sending_until=None)
RELEASE_ALL_SENT = RELEASE.where(not_(BEHIND))
OWNER = select(conversations.c.person).where(conversations.c.id == bindparam("conversation"))
UNSENT = (
    select(messages)
    .where(
        messages.c.conversation == bindparam("conversation"),
        not_(messages.c.sent),
        messages.c.reply,
        messages.c.body.is_not(None),
    )
    .order_by(messages.c.number)
)
LOG = (
    select(messages)
    .where(
        messages.c.conversation == bindparam("conversation"),
        messages.c.number > bindparam("after"),
        messages.c.body.is_not(None),
    )
    .order_by(messages.c.number)
    .limit(bindparam("most"))
)
