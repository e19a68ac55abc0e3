"""A backup made while people talk fills either kind of database again, without what was deleted since."""

import gzip
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, select

import app
from bot.store.backup import BackupError, back_up, keys_beside, restore
from bot.store.migrate import known
from bot.store.schema import metadata
from bot.store.store import Store
from bot.turns import Message, Turns
from dialogs.conversation import Coach
from dialogs.messages import Said
from dialogs.privacy import Keeping
from knowledge.library import Library
from tests.databases import KINDS, address
from tests.dialogs.practising import CARE_HOME

MASTER = bytes(range(32))
SAID = (
    "practise compassion, 1 question",
    CARE_HOME,
    "that's all",
    "skip",
    "check this example: " + CARE_HOME,
    "keep it",
    "the care home",
)


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Addresses of databases without tables."""

    def made(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'restored.sqlite'}"
        return address(request.getfixturevalue("postgres").database())

    return made


async def talk(library: Library, url: str, person: str, said: tuple[str, ...] = SAID, master: bytes = MASTER) -> None:
    store = Store(url, [master] if master else [])
    turns = Turns(Coach(library, Keeping(90)), store.conversations)
    for number, text in enumerate(said):
        await turns.take(Message(f"web:{person}", person, f"{text[:9]}-{number}", Said(text), f'{{"text": "{text}"}}'))
    await store.close()


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {t.name: sorted(tuple(r) for r in connection.execute(select(t))) for t in metadata.sorted_tables}
    engine.dispose()
    return found


@pytest.mark.parametrize("kind", KINDS)
async def test_everything_comes_back_in_a_database_of_either_kind(
    library: Library, url: str, tmp_path: Path, empty: Callable[[str], str], kind: str
) -> None:
    await talk(library, url, "ann")
    file, target = tmp_path / "backup.gz", empty(kind)
    assert back_up(url, file) == sum(map(len, rows(url).values()))
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE(keys_beside(file).stat().st_mode) == 0o600
    assert b"Leeds" not in gzip.decompress(file.read_bytes())  # sealed as it was
    assert restore(target, file, keys_beside(file), [MASTER])[1] == 0
    assert rows(target) == rows(url)
    await talk(library, target, "ann", ("my progress",))
    store = Store(target, [MASTER])
    assert "Compassion" in str((await store.conversations.log("web:ann", 0, 99))[-1].body)
    await store.close()


async def test_what_was_deleted_since_stays_deleted_with_the_newest_keys(
    library: Library, url: str, tmp_path: Path, empty: Callable[[str], str]
) -> None:
    for person in ("ann", "ben", "cat"):
        await talk(library, url, person)
    before, after, target = tmp_path / "monday.gz", tmp_path / "tuesday.gz", empty("sqlite")
    back_up(url, before)
    for person in ("ann", "cat"):
        await talk(library, url, person, ("delete my data",))
    await talk(library, url, "cat", ("what is integrity?",))  # has a new key, which opens nothing older
    back_up(url, after)
    _, left_out = restore(target, before, keys_beside(after), [MASTER])
    assert left_out
    for name in ("conversations", "practices", "examples"):
        assert {row[0 if name != "conversations" else 1] for row in rows(target)[name]} == {"ben"}
    assert await told(library, target, "ben")
    assert not await told(library, target, "ann")
    assert not await told(library, target, "cat")


async def told(library: Library, url: str, person: str) -> bool:
    """Whether somebody's progress holds what they practised, now that they ask."""
    await talk(library, url, person, ("my progress",))
    store = Store(url, [MASTER])
    log = await store.conversations.log(f"web:{person}", 0, 99)
    await store.close()
    return "Compassion" in str(log[-1].body)


async def test_sealed_rows_are_not_taken_for_deleted_ones_where_the_master_key_is_not_set(
    library: Library, url: str, tmp_path: Path, empty: Callable[[str], str]
) -> None:
    await talk(library, url, "ann", ("what is courage?",))
    back_up(url, tmp_path / "a.gz")
    for masters in ([], [bytes(32)]):
        with pytest.raises(BackupError, match="CVF_KEYS"):
            restore(empty("sqlite"), tmp_path / "a.gz", keys_beside(tmp_path / "a.gz"), masters)


async def test_a_database_in_use_is_left_alone(library: Library, url: str, tmp_path: Path) -> None:
    await talk(library, url, "ann", ("what is courage?",))
    back_up(url, tmp_path / "a.gz")
    held = rows(url)
    with pytest.raises(BackupError, match="has tables already"):
        restore(url, tmp_path / "a.gz", keys_beside(tmp_path / "a.gz"), [MASTER])
    assert rows(url) == held


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-40])


def _changed(file: Path) -> None:
    lines = gzip.decompress(file.read_bytes()).replace(b'"last":', b'"last": 1', 1)
    file.write_bytes(gzip.compress(lines))


def _shortened(file: Path) -> None:
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    file.write_bytes(gzip.compress(b"".join(lines[:-1])))


def _newer(file: Path) -> None:
    lines = gzip.decompress(file.read_bytes()).replace(known()[0].encode(), b"9999", 1)
    file.write_bytes(gzip.compress(lines))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_cut, "not whole"),
        (_changed, "not whole, or changed"),
        (_shortened, "not whole, or changed"),
        (_newer, "newer version"),
        (lambda file: file.write_bytes(b"Dear diary"), "no backup"),
        (lambda file: file.write_bytes(gzip.compress(b"Dear diary")), "not a backup"),
        (lambda file: file.unlink(), "No such file"),
    ],
)
async def test_a_damaged_backup_leaves_nothing_behind(
    library: Library, url: str, tmp_path: Path, empty: Callable[[str], str], damage: Callable[[Path], None], said: str
) -> None:
    await talk(library, url, "ann", ("what is courage?",))
    file, target = tmp_path / "a.gz", empty("postgresql" if url.startswith("postgresql") else "sqlite")
    back_up(url, file)
    damage(file)
    with pytest.raises(BackupError, match=said):
        restore(target, file, keys_beside(file), [MASTER])
    engine = create_engine(target)
    assert not inspect(engine).get_table_names()
    engine.dispose()


async def test_the_commands(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    if url.startswith("postgresql"):
        monkeypatch.setenv("CVF_DATABASE_URL", url.replace("+psycopg", ""))
    else:
        monkeypatch.setenv("CVF_DATABASE", url.removeprefix("sqlite:///"))
    await talk(library, url, "ann", ("what is courage?",), master=b"")
    file = str(tmp_path / "a.gz")
    assert app.main(["backup", file]) == 0
    assert app.main(["backup", str(tmp_path / "no" / "a.gz")]) == 1
    assert app.main(["restore", file]) == 1
    monkeypatch.delenv("CVF_DATABASE_URL", raising=False)
    monkeypatch.setenv("CVF_DATABASE", str(tmp_path / "other.sqlite"))
    assert app.main(["backup", str(tmp_path / "b.gz")]) == 1
    assert not (tmp_path / "other.sqlite").exists()
    assert app.main(["restore", file]) == 0
    told = capsys.readouterr()
    assert "rows restored, 0 left out" in told.out
    assert "No such file or directory" in told.err
    assert "no such database yet" in told.err
    assert rows(f"sqlite:///{tmp_path / 'other.sqlite'}") == rows(url)
