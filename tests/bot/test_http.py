"""Requests that must not be carried out, and who may come in, against a real server."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession, CookieJar, WSServerHandshakeError

from bot.store.engine import Database
from bot.store.people import People
from bot.store.times import now_ms
from tests.serving import Channel, Server, WebChat, text_of

GENERATE = "/v3/directline/tokens/generate"
DAY = 24 * 3600 * 1000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("server"), CVF_PLAYGROUND="1") as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield session


def good(**fields: object) -> bytes:
    activity = {
        "type": "message",
        "id": "1",
        "channelId": "emulator",
        "serviceUrl": "http://127.0.0.1:9",
        "from": {"id": "a"},
        "recipient": {"id": "b"},
        "conversation": {"id": "c"},
        "text": "hi",
    }
    return json.dumps(activity | fields).encode()


JSON = {"Content-Type": "application/json"}
MESSAGES = [
    ("another type of body", good(), {"Content-Type": "text/plain"}, 415),
    ("the text/plain trick", good(), {"Content-Type": "text/plain; x=application/json"}, 415),
    ("a page of another site", good(), JSON | {"Origin": "https://evil.example"}, 403),
    ("a page of no site", good(), JSON | {"Origin": "null"}, 403),
    ("a rebound name", good(), JSON | {"Host": "evil.example"}, 403),
    ("replies to elsewhere", good(serviceUrl="https://evil.example/"), JSON, 403),
    ("replies to nowhere", good(serviceUrl=""), JSON, 403),
    ("replies to no address", good(serviceUrl="http://[::1"), JSON, 403),
    ("no JSON", b"hello", JSON, 400),
    ("no text", b"\xff\xfe", JSON, 400),
    ("a list", b"[]", JSON, 400),
    ("no type", b"{}", JSON, 400),
    ("a type that is none", good(type=3), JSON, 400),
    ("nobody", good(**{"from": None}), JSON, 400),
    ("no conversation", good(conversation={"id": 7}), JSON, 400),
    ("text that is none", good(text=[1]), JSON, 400),
    ("members that are none", good(type="conversationUpdate", membersAdded="x"), JSON, 400),
    ("too large", good(text="x" * 300_000), JSON, 413),
]


@pytest.mark.parametrize(("body", "headers", "status"), [m[1:] for m in MESSAGES], ids=[m[0] for m in MESSAGES])
async def test_the_endpoint_answers_bad_requests_with_4xx(
    server: Server, http: ClientSession, body: bytes, headers: dict[str, str], status: int
) -> None:
    async with http.post(f"{server.url}/api/messages", data=body, headers=headers) as response:
        assert response.status == status
        assert (await response.json())["error"]["message"]


async def test_other_activities_are_taken_and_not_answered(server: Server, http: ClientSession) -> None:
    async with Channel(http, server.url) as channel:
        for kind in ("typing", "messageReaction", "endOfConversation", "messageUpdate", "messageDelete", "event"):
            assert await channel.send(channel.activity(type=kind, name="x", value={"a": {"b": 1}})) == 200
        invoke = channel.activity(type="invoke", name="x", value={"a": {"b": 1}})
        assert await channel.send(invoke) == 501  # the Bot Framework's word for an invoke that a bot does not have
        assert channel.got.empty()


async def test_members_are_welcomed_once_whatever_tells_of_them(server: Server, http: ClientSession) -> None:
    async with Channel(http, server.url) as channel:
        members = [{"id": f"29:{channel.person}"}, {"id": "28:bot"}]
        arrivals = [
            channel.activity(type="installationUpdate", action="add", text=None),
            channel.activity(type="conversationUpdate", membersAdded=members, text=None),
        ]
        assert await asyncio.gather(*(channel.send(arrival) for arrival in [*arrivals, *arrivals])) == [200] * 4
        assert channel.got.qsize() == 1


async def test_a_delivery_that_failed_is_made_good_and_nothing_is_said_twice(
    server: Server, http: ClientSession
) -> None:
    async with Channel(http, server.url) as channel:
        channel.answers = [503] * 40  # away for longer than a turn tries
        message = channel.activity(text="courage")
        assert await channel.send(message) == 200
        assert channel.got.empty()
        channel.answers = []
        assert [await channel.send(message) for _ in range(3)] == [200, 200, 200]
        assert channel.got.qsize() == 1


async def test_what_was_left_behind_goes_out_first_and_in_order(server: Server, http: ClientSession) -> None:
    async with Channel(http, server.url) as channel:
        channel.answers = [503] * 40
        assert await channel.send(channel.activity(text="courage")) == 200
        channel.answers = [429, 502]  # busy for a moment
        assert await channel.send(channel.activity(text="integrity")) == 200
        texts = [text_of(channel.got.get_nowait()) for _ in range(channel.got.qsize())]
        assert [text.split("\n")[0] for text in texts] == ["Met value: Courage", "Met value: Integrity"]


async def test_the_postman_sends_what_a_dead_server_left(tmp_path: Path, http: ClientSession) -> None:
    with Server(tmp_path, CVF_PLAYGROUND="1") as server:
        async with Channel(http, server.url) as channel:
            channel.answers = [503] * 40
            sending = asyncio.create_task(channel.send(channel.activity(text="courage")))
            await channel.refused.wait()
            server.kill()
            with pytest.raises(ClientError):
                await sending
            channel.answers = []
            server.start()
            reply = await asyncio.wait_for(channel.got.get(), 60)
            assert text_of(reply).startswith("Met value: Courage")


async def test_it_shows_that_it_writes_where_the_answer_takes_long(tmp_path: Path, http: ClientSession) -> None:
    with Server(tmp_path, CVF_PLAYGROUND="1") as server:
        async with Channel(http, server.url) as channel:
            await channel.say("courage")
            with closing(sqlite3.connect(tmp_path / "cvf.sqlite", isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")  # another program holds the database
                sending = asyncio.create_task(channel.send(channel.activity(text="integrity")))
                first = await asyncio.wait_for(channel.got.get(), 3)
                other.execute("ROLLBACK")
            assert await sending == 200
            assert first["type"] == "typing"
            assert channel.got.get_nowait()["type"] == "message"


async def test_replies_can_come_as_the_answer_to_the_request(server: Server, http: ClientSession) -> None:
    async with Channel(http, server.url) as channel:
        activity = channel.activity(text="courage", deliveryMode="expectReplies")
        async with http.post(f"{server.url}/api/messages", json=activity) as response:
            (reply,) = (await response.json())["activities"]
        assert text_of(reply).startswith("Met value: Courage")
        assert channel.got.empty()


async def test_a_group_gets_answers_when_it_mentions_the_coach_and_no_interview(
    server: Server, http: ClientSession
) -> None:
    async with Channel(http, server.url) as channel:
        group = {"id": "19:group@thread.v2", "conversationType": "groupChat", "isGroup": True}

        async def say(text: str, *, mention: bool = True) -> list[dict[str, Any]]:
            at = "<at>CVF coach</at>&nbsp;"
            entities = [{"type": "mention", "text": at[:-6], "mentioned": {"id": "28:bot"}}] if mention else []
            message = channel.activity(text=at + text if mention else text, entities=entities, conversation=group)
            assert await channel.send(message) == 200
            return [channel.got.get_nowait() for _ in range(channel.got.qsize())]

        assert await say("what is courage?", mention=False) == []
        (answer,) = await say("what is level 2 ownership?")
        assert text_of(answer).startswith("We take ownership, level 2")
        (elsewhere,) = await say("practise courage")
        assert "between you and me" in text_of(elsewhere)
        (link,) = elsewhere["attachments"][0]["content"]["actions"]
        assert link["url"] == "https://teams.microsoft.com/l/chat/0/0?users=28:bot&message=practise%20courage"


async def test_a_search_while_typing_gets_cards_and_pages(server: Server, http: ClientSession) -> None:
    async with Channel(http, server.url) as channel:

        async def search(*parameters: object, **options: object) -> dict[str, Any]:
            value = {"commandId": "search", "parameters": list(parameters), "queryOptions": options}
            activity = channel.activity(type="invoke", name="composeExtension/query", text=None, value=value)
            async with http.post(f"{server.url}/api/messages", json=activity) as response:
                assert response.status == 200
                answer: dict[str, Any] = (await response.json())["composeExtension"]
                return answer

        def titles(answer: dict[str, Any]) -> list[str]:
            return [one["preview"]["content"]["title"] for one in answer["attachments"]]

        query = {"name": "query", "value": "courage"}
        found = await search(query)
        assert titles(found)[0] == "Met value: Courage"
        assert all(len(json.dumps(one["content"]).encode()) < 28_000 for one in found["attachments"])
        assert all("actions" not in one["content"] for one in found["attachments"])
        assert "Source: " in json.dumps(found["attachments"][0]["content"])
        everything = titles(await search({"name": "query", "value": "level"}, skip=0, count=25))
        assert titles(await search({"name": "query", "value": "level"}, skip=5, count=3)) == everything[5:8]
        assert titles(await search({"name": "initialRun", "value": "true"}))[0] == "The six competencies"
        nothing = await search({"name": "query", "value": "zzzz"})
        assert nothing["type"] == "message"
        for odd in ([], [None], [{"name": "query", "value": 7}], [{"name": "query"}]):
            assert (await search(*odd, skip="x", count=-1))["type"] == "result"
        assert channel.got.empty()


async def test_a_question_goes_to_people_and_their_answer_comes_back(tmp_path: Path, http: ClientSession) -> None:
    experts = "19:experts@thread.tacv2"
    with Server(tmp_path, CVF_PLAYGROUND="1", CVF_TEAMS_EXPERTS=experts) as server:
        async with Channel(http, server.url) as channel:
            question = "when is the next sergeant board this year?"
            await channel.say(question)
            for button in ("do/person#ask", "do/person#send"):
                (said,) = await channel.say("", {"choose": button})
            assert text_of(said).startswith("Sent.")
            opened = await asyncio.wait_for(channel.opened.get(), 30)
            assert opened["channelData"]["channel"]["id"] == experts
            assert question in text_of(opened["activity"])
            assert channel.person not in json.dumps(opened)
            assert "Sam" not in json.dumps(opened)
            thread = {"id": f"{experts};messageid=1", "conversationType": "channel", "isGroup": True}
            mention = {"type": "mention", "text": "<at>CVF coach</at>", "mentioned": {"id": "28:bot"}}
            answer = channel.activity(
                text="<at>CVF coach</at> In May, see the intranet.",
                entities=[mention],
                conversation=thread,
                **{"from": {"id": "29:expert", "name": "Alex"}},
            )
            for _ in range(2):
                assert await channel.send(answer) == 200
            came = [channel.got.get_nowait() for _ in range(channel.got.qsize())]
            mine = [one for one in came if one["conversation"]["id"] == f"a:{channel.person}"]
            assert len(mine) == 1
            assert "In May, see the intranet." in text_of(mine[0])
            assert "Alex" not in json.dumps(mine)
            assert "Passed on" in text_of(came[-1])
        assert question not in server.log.read_text()


async def test_without_the_switch_the_endpoint_is_closed(tmp_path: Path, http: ClientSession) -> None:
    with Server(tmp_path) as closed:
        async with http.post(f"{closed.url}/api/messages", data=good(), headers=JSON) as response:
            assert response.status == 401


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
async def test_the_page_is_not_served_under_another_name(server: Server, http: ClientSession, host: str) -> None:
    async with http.get(server.url, headers={"Host": host}) as response:
        assert response.status in (400, 403)


async def test_the_page_has_safe_headers(server: Server, http: ClientSession) -> None:
    async with http.get(server.url) as response:
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    async with http.get(f"{server.url}/chat/../server.py") as response:
        assert response.status == 404


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(server: Server, http: ClientSession) -> None:
    async with http.post(server.url + GENERATE, json={}) as response:
        cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


async def test_a_token_opens_its_own_conversation_only(server: Server, http: ClientSession) -> None:
    async with http.post(server.url + GENERATE, json={}) as response:
        mine = await response.json()
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as another:
        async with another.post(server.url + GENERATE, json={}) as response:
            theirs = await response.json()
        headers = {"Authorization": f"Bearer {theirs['token']}"}
        url = f"{server.url}/v3/directline/conversations/{mine['conversationId']}"
        async with another.get(f"{url}/activities", headers=headers) as response:
            assert response.status == 403
        for token in (theirs["token"], "", "guess"):
            with pytest.raises(WSServerHandshakeError) as refused:
                await another.ws_connect(f"{url}/stream?t={token}")
            assert refused.value.status == 403


async def test_messages_of_the_wrong_shape_get_400(server: Server, http: ClientSession) -> None:
    async with http.post(server.url + GENERATE, json={}) as response:
        given = await response.json()
    headers = {"Authorization": f"Bearer {given['token']}"}
    url = f"{server.url}/v3/directline/conversations/{given['conversationId']}/activities"
    for body in (b"[]", b"{", b"{}", b'{"type": 3}', json.dumps({"type": "message", "text": "x" * 20_001}).encode()):
        async with http.post(url, data=body, headers=headers | JSON) as response:
            assert response.status == 400
    async with http.get(f"{url}?watermark=-1e9", headers=headers) as response:
        assert response.status == 200


async def test_the_same_message_sent_again_is_answered_once(server: Server, http: ClientSession) -> None:
    person = WebChat(http, server.url)
    await person.open()
    async with http.post(server.url + GENERATE, json={}) as response:
        given = await response.json()
    headers = {"Authorization": f"Bearer {given['token']}"}
    url = f"{server.url}/v3/directline/conversations/{given['conversationId']}/activities"
    message = {"type": "message", "text": "courage", "channelData": {"clientActivityID": "same"}}

    async def send() -> str:
        async with http.post(url, json=message, headers=headers) as response:
            return str((await response.json())["id"])

    assert len(set(await asyncio.gather(*(send() for _ in range(5))))) == 1
    async with http.get(url, headers=headers) as response:
        assert len((await response.json())["activities"]) == 3


async def test_codes_let_in_until_their_end(tmp_path: Path, http: ClientSession) -> None:
    with Server(tmp_path, CVF_ACCESS="codes") as server:
        database = Database(f"sqlite:///{tmp_path / 'cvf.sqlite'}")
        people = People(database)
        code = await people.add_code("workshop", now_ms() + DAY)
        over = await people.add_code("last year", now_ms() - DAY)
        brief = await people.add_code("brief", now_ms() + 1500)
        for entry, status in (({}, 401), ({"code": "guess"}, 401), ({"code": over}, 401), ({"code": code}, 200)):
            async with http.post(server.url + GENERATE, json=entry) as response:
                assert response.status == status
        async with http.post(server.url + GENERATE, json={}) as response:  # the cookie is enough from now on
            assert response.status == 200
        async with http.post(server.url + GENERATE, json={"code": brief.lower()}) as response:
            assert response.status == 200
        await asyncio.sleep(1.6)
        async with http.post(server.url + GENERATE, json={}) as response:
            assert response.status == 401
        await database.close()


async def test_a_proxy_names_who_signed_in(tmp_path: Path, http: ClientSession) -> None:
    with Server(tmp_path, CVF_ACCESS="proxy") as server:
        found = []
        for name in ("sam@force.example", "sam@force.example", "alex@force.example"):
            async with http.post(server.url + GENERATE, json={}, headers={"X-Forwarded-User": name}) as response:
                found.append((await response.json())["conversationId"])
        assert found[0] == found[1] != found[2]
        async with http.post(server.url + GENERATE, json={}) as response:
            assert response.status == 401


async def test_a_header_from_elsewhere_than_the_proxy_counts_for_nothing(tmp_path: Path, http: ClientSession) -> None:
    with Server(tmp_path, CVF_ACCESS="proxy", CVF_TRUSTED_PROXIES="10.0.0.7") as server:
        async with http.post(server.url + GENERATE, json={}, headers={"X-Forwarded-User": "sam"}) as response:
            assert response.status == 401
