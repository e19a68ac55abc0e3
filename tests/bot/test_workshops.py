"""Whole workshops over real HTTP: the web page and Teams mixed, people who come late and leave, a crash in between."""

from pathlib import Path

import pytest

from tests.bot.workshop import Room, Somebody, code_in
from tests.dialogs.practising import CARE_HOME
from tests.serving import Server

NAMES = ("Ann", "Bob", "Cy", "Dee", "Eve", "Fay", "Gus", "Hal", "Ivy")
SETTINGS = {"CVF_PLAYGROUND": "1"}


def role_in(text: str) -> str:
    """The role that a card gives, if it is one."""
    return next(
        (role for said, role in (("You answer", "c"), ("You ask", "i"), ("You observe", "o")) if said in text), ""
    )


async def gathered(
    room: Room, said: str = "set up a workshop: courage, 3 rounds, marks 1 to 5"
) -> tuple[Somebody, str]:
    """The facilitator and the code."""
    boss = await room.on_the_page("Boss")
    await boss.say(said)
    await boss.press("Open the workshop")
    return boss, code_in(await boss.until("Code to join"))


async def joined(room: Room, names: tuple[str, ...], code: str, told: str = "You are {name} here.") -> None:
    for number, name in enumerate(names):
        person = await (room.in_teams(name) if number % 2 else room.on_the_page(name))
        await person.say(f"join {code} as {name}")
        await person.until(told.format(name=name))


async def stepped(room: Room, boss: Somebody, label: str, stage: str) -> None:
    """The facilitator goes on, and everybody is told."""
    seen = {name: len(person.seen) for name, person in room.people.items()}
    await boss.press(label)
    await boss.until(stage, seen["Boss"])
    inside = [p for p in room.people.values() if p is not boss and p.name not in room.gone]
    for person in inside:
        await person.until("Round", seen[person.name])


@pytest.mark.parametrize("keys", ["", "sealed"])
async def test_nine_people_three_groups_three_rounds_one_late_one_leaving_and_a_crash(
    keys: str, tmp_path: Path
) -> None:
    settings = SETTINGS | ({"CVF_KEYS": "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="} if keys else {})
    with Server(tmp_path, **settings) as server:
        async with Room(server) as room:
            boss, code = await gathered(room)
            await joined(room, NAMES[:8], code)
            await boss.until("8 people")
            roles: dict[str, list[str]] = {name: [] for name in NAMES}
            sheets: dict[str, str] = {}
            for number in (1, 2, 3):
                await stepped(room, boss, f"Start round {number}", "Thinking")
                if number == 1:  # somebody comes late and joins a group at once
                    await joined(room, NAMES[8:], code, "You observe")
                    await boss.until("9 people")
                cards = {
                    n: next(s for s in reversed(p.seen) if role_in(s))
                    for n, p in room.people.items()
                    if p is not boss and n not in room.gone
                }
                for name, card in cards.items():
                    roles[name].append(role_in(card))
                    assert (role_in(card) == "c") == ("You answer" in card)
                if number == 2:
                    server.kill()
                    server.start()
                await stepped(room, boss, "Next step", "Answering")
                await answered(room, cards, number)
                await stepped(room, boss, "Next step", "Observers go through their notes")
                await judged(room, cards, number, sheets)
                if number == 3:  # somebody leaves in the middle of a round
                    leaving = next(n for n in cards if role_in(cards[n]) == "o")
                    await room.people[leaving].say("leave the workshop")
                    await room.people[leaving].until("You have left")
                    room.gone.add(leaving)
                await stepped(room, boss, "Next step", "Groups discuss")
                for name, words in sheets.items():
                    if words.startswith(f"r{number}"):
                        await room.people[name].until(words)
            await boss.press("End the workshop")
            over = await boss.until("· Over")
            candidates = sum("c" in seen for seen in roles.values())
            assert candidates >= 8
            assert f"3 {candidates}" in over.split("Marks for oneself, by value")[1]
            assert f"Action: missing 0, thin 0, clear {candidates} ({candidates} answers)" in over
            assert not any(name in over for name in NAMES)
            for person in room.people.values():
                if person is not boss and person.name not in room.gone:
                    await person.until("The workshop is over")
            for name, words in sheets.items():
                seen = len(room.people[name].seen)
                await room.people[name].say("my progress")
                assert "Your own mark: 3 of 5." in await room.people[name].until(words, seen)
            everything = {name: "\n".join(person.seen) for name, person in room.people.items()}
    for name in NAMES[:8]:  # everybody has had each role, as far as the groups allow
        assert set(roles[name]) >= {"c"}, roles
    for name, words in sheets.items():
        for other, text in everything.items():
            assert (words in text) == (other == name), f"{words} of {name} at {other}"
    assert "r1" not in everything["Boss"]
    assert CARE_HOME[:60] not in everything["Boss"]


async def answered(room: Room, cards: dict[str, str], number: int) -> None:
    """Candidates type their answer, observers note."""
    for name, card in cards.items():
        person = room.people[name]
        if role_in(card) == "c":
            await person.press("Type my answer")
            await person.say(CARE_HOME)
            await person.say("that's all")
        if role_in(card) == "o":
            await person.say(f"{name} heard something concrete in round {number}")
            await person.until("Noted (1)")


async def judged(room: Room, cards: dict[str, str], number: int, sheets: dict[str, str]) -> None:
    """Observers hand a sheet over, candidates mark themselves."""
    for name, card in cards.items():
        person = room.people[name]
        if role_in(card) == "o":
            words = f"r{number} strength by {name}"
            seen = len(person.seen)
            await person.press("Go through my notes")
            await person.until("Note 1 of 1", seen)
            await person.say("none")
            await person.say(words)
            await person.say("be shorter")
            await person.until("Your mark", seen)
            await person.press("Mark 4")
            await person.press("Hand over my sheet")
            told = await person.until("Handed over to", seen)
            sheets[told.split("Handed over to ")[1].split(".")[0]] = words
        if role_in(card) == "c":
            await person.press("Mark 3")
            await person.until("3 of 5")
