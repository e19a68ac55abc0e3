"""How fast questions are understood and answered, printed as one table: `python -m benchmarks.understanding`.

Measured in one run, side by side: the shipped knowledge base, then the same with 10 and 100 times as many framework
entries (editions renamed by a generator). The machine's noise cancels out in the ratios, so read those.
"""

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bot.cards.text import markdown
from dialogs.conversation import Coach
from knowledge.entries import Entry
from knowledge.library import Library, load_library

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases"
ROUNDS = 3
RANDOM_MESSAGES = 100_000
LIMIT = 28_000  # bytes of a reply


def questions() -> list[str]:
    """The first turns of the test conversations: real questions of every kind."""
    lines = [line for path in sorted(CASES.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line)["turns"][0]["say"] for line in lines]


def grown(library: Library, times: int) -> Library:
    """The library with its entries repeated as further editions until there are `times` as many.

    Competencies and values become real editions that questions can name; the rest are plain copies.
    """
    copies: list[Entry] = list(library.entries.values())
    for number in range(times - 1):
        for entry in library.entries.values():
            changed = {"id": f"edition-{number}/{entry.id}", "title": f"{entry.title}, edition {number}"}
            copies.append(entry.model_copy(update=changed))
    editions = dict(library.vocabulary.editions)
    editions.update({f"edition-{number}": (f"edition number {number}",) for number in range(times - 1)})
    vocabulary = library.vocabulary.model_copy(update={"editions": editions})
    return Library(
        copies,
        library.conflicts,
        library.documents.values(),
        vocabulary,
        library.refusals,
        library.contacts,
        library.interviews,
    )


def timed(coach: Coach, asked: Sequence[str]) -> list[float]:
    """Milliseconds for each question, understanding and answer with its text."""
    found = []
    for question in asked:
        began = time.perf_counter()
        markdown(coach.say(question).reply)
        found.append((time.perf_counter() - began) * 1_000)
    return found


def first_answer() -> float:
    """Seconds from starting the program to its first answer, best of three."""
    command = [sys.executable, "app.py", "ask", "level 2 ownership"]
    found = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - our own program
        found.append(time.perf_counter() - began)
    return min(found)


def random_messages(coach: Coach, number: int) -> int:
    """Send random messages in random conversations; return the bytes of the longest reply. Any exception ends it."""
    chance = random.Random(7)  # noqa: S311 - a repeatable choice, no secret
    known = [word for question in questions() for word in question.split()]
    noise = [
        "",
        "1",
        "2",
        "\N{PILE OF POO}",
        "<b>",
        "\x00",
        "'; DROP TABLE",
        "a" * 300,
        "\N{ARABIC LETTER BEH}",
        "\n",
        "#all",
        "value/courage",
    ]
    turn = coach.say("help")
    longest = 0
    for _ in range(number):
        words = chance.choices(known, k=chance.randint(0, 9)) + chance.choices(noise, k=chance.randint(0, 2))
        chance.shuffle(words)
        turn = coach.say(" ".join(words), turn.context)
        longest = max(longest, len(markdown(turn.reply).encode()))
        if chance.random() < 0.01:
            assert coach.say("help", turn.context).reply.topics == ("do/help",)
    return longest


def main() -> int:
    """Print every figure; the exit code says whether all hold."""
    library = load_library()
    asked = questions()
    sizes = {1: library, 10: grown(library, 10), 100: grown(library, 100)}
    coaches = {times: Coach(grown_library) for times, grown_library in sizes.items()}
    taken: dict[int, list[float]] = {times: [] for times in sizes}
    for coach in coaches.values():
        timed(coach, asked[:50])
    for _ in range(ROUNDS):
        for times, coach in coaches.items():
            taken[times] += timed(coach, asked)
    medians = {times: statistics.median(values) for times, values in taken.items()}
    p99 = {times: statistics.quantiles(values, n=100)[98] for times, values in taken.items()}
    start = first_answer()
    longest = random_messages(coaches[1], RANDOM_MESSAGES)
    rows = [
        ("understand and answer, p50 ms", medians[1], 1.0),
        ("understand and answer, p99 ms", p99[1], 5.0),
        ("10 times the entries, p50 ratio", medians[10] / medians[1], 2.0),
        ("100 times the entries, p50 ratio", medians[100] / medians[1], 6.0),
        ("start to first answer, s", start, 1.5),
        (f"longest of {RANDOM_MESSAGES:,} random replies, kB", longest / 1_000, LIMIT / 1_000),
    ]
    for name, value, most in rows:
        print(f"{name:42}{value:8.2f}   at most {most:g}   {'ok' if value <= most else 'TOO MUCH'}")
    return 0 if all(value <= most for _, value, most in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
