"""What is said to the coach in Teams, with mentions in every form, and who is meant."""

from typing import Any

import pytest

from bot.channels.teams.inbound import event_in, is_shared, key_of, parsed, person_of, said
from bot.channels.web import RefusedError
from dialogs.messages import Chose, Joined, Said

COACH = {"id": "28:bot", "name": "CVF coach"}


def activity(**fields: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "id": "1",
        "channelId": "msteams",
        "serviceUrl": "https://smba.trafficmanager.net/uk/",
        "from": {"id": "29:sam", "name": "Sam"},
        "recipient": COACH,
        "conversation": {"id": "a:1", "conversationType": "personal"},
        **fields,
    }


def in_group(text: str | None, *mentions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    place = {"id": "19:group@thread.v2", "conversationType": "groupChat", "isGroup": True}
    return activity(text=text, entities=list(mentions), conversation=place, **fields)


def mention(text: str | None = "<at>CVF coach</at>", who: object = COACH) -> dict[str, Any]:
    return {"type": "mention", "text": text, "mentioned": who}


SAM = {"id": "29:sam", "name": "Sam Lee"}


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        (in_group("<at>CVF coach</at> what is courage?", mention()), "what is courage?"),
        (in_group("<at>CVF coach</at>&nbsp;what is courage?", mention()), "what is courage?"),
        (in_group("what is <at>CVF coach</at>\xa0 courage?", mention()), "what is courage?"),
        (in_group("<at>CVF coach</at> and <at>Sam Lee</at>: courage?", mention(), mention("<at>Sam Lee</at>", SAM)),
         "and Sam Lee: courage?"),
        (in_group("<at>CVF coach</at> <at>CVF coach</at> courage", mention(), mention()), "courage"),
        (in_group('<at id="0">CVF coach</at> courage', mention(None)), "courage"),
        (in_group("<at>CVF coach</at> courage", mention(None, COACH)), "courage"),
        (in_group("<at>The Coach</at> courage", mention("<at>The Coach</at>")), "courage"),
        (in_group("<AT>cvf Coach</AT>courage", mention(None)), "courage"),
        (in_group("<at>CVF coach</at>", mention()), ""),
        (in_group(None, mention()), ""),
        (in_group("<at>CVF coach</at> fish &amp; chips", mention()), "fish & chips"),
        (in_group("<at>CVF coach</at> one\n\ntwo", mention()), "one\n\ntwo"),
    ],
)  # fmt: skip
def test_what_is_left_without_the_mention(body: dict[str, Any], meant: str) -> None:
    assert event_in(body) == Said(meant)


@pytest.mark.parametrize(
    "body",
    [
        in_group("what is courage?"),
        in_group("<at>Sam Lee</at> what is courage?", mention("<at>Sam Lee</at>", SAM)),
        in_group("courage", mention(who=None)),
        in_group("courage", {"type": "mention", "mentioned": "CVF coach"}),
        in_group("courage", {"type": "clientInfo", "locale": "en-GB"}),
        in_group("courage") | {"entities": "odd"},
        in_group("courage") | {"entities": [None, 7, []]},
        activity(type="typing"),
        activity(type="messageReaction", reactionsAdded=[{"type": "like"}]),
        activity(type="installationUpdate", action="remove"),
        activity(type="conversationUpdate", membersAdded=[COACH]),
        activity(type="conversationUpdate", membersRemoved=[SAM]),
        in_group(None, type="conversationUpdate", membersAdded=[SAM]),
        activity(type="conversationUpdate", membersAdded="odd"),
    ],
)
def test_what_asks_for_nothing(body: dict[str, Any]) -> None:
    assert event_in(body) is None


@pytest.mark.parametrize(
    "body",
    [
        activity(type="conversationUpdate", membersAdded=[SAM, COACH]),
        activity(type="installationUpdate", action="add"),
        activity(type="installationUpdate", action="add-upgrade"),
        activity(type="installationUpdate"),
        in_group(None, type="conversationUpdate", membersAdded=[COACH, SAM]),
        in_group(None, type="installationUpdate", action="add"),
    ],
)
def test_arrivals(body: dict[str, Any]) -> None:
    assert event_in(body) == Joined()


def test_buttons_need_no_mention() -> None:
    assert event_in(in_group(None, value={"choose": "value/courage"})) == Chose("value/courage")


def test_a_thread_is_a_conversation_of_its_own_and_people_are_hashes() -> None:
    thread = activity(conversation={"id": "19:x@thread.tacv2;messageid=1", "conversationType": "channel"})
    assert key_of(thread) != key_of(activity(conversation={"id": "19:x@thread.tacv2"}))
    assert is_shared(thread)
    assert not is_shared(activity())
    assert "sam" not in person_of(activity())
    assert person_of(activity()) != person_of(activity(**{"from": {"id": "29:alex"}}))


def test_long_messages_are_whole_up_to_the_limit() -> None:
    assert len(said(activity(text="word " * 3000))) == 14_999


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"type": "message"}', b"null"])
def test_what_is_no_activity_is_refused(raw: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        parsed(raw)
    assert refused.value.status == 400
