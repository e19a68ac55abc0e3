"""`documents add`, `list` and `remove` on the command line."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from bot.documents.adding import Shelf
from bot.library import library_of
from bot.settings import Settings
from bot.store.opening import opened
from bot.store.prepare import prepare
from knowledge.library import Library
from knowledge.official.matching import Held

DONE, FOUND = 0, 1
_NAMED = 5  # statements named in a line; --all names every one
_COPY, _PART = 0.8, 0.3  # the part of an edition from which a document is a copy of it, and a poor copy


def documents(options: Namespace, settings: Settings, out: TextIO) -> int:
    """Add, list or remove documents. 1 where a file cannot be read, holds nothing, or there is none to remove."""
    prepare(settings.store_url)
    engine = opened(settings.store_url)
    library = library_of(settings)
    shelf = Shelf.of(engine, library)
    try:
        if options.use == "add":
            return _add(shelf, library, options, out)
        if options.use == "list":
            return _list(shelf, library, options, out)
        gone = shelf.remove(options.names)
        out.write(f"{gone} removed\n")
        return DONE if gone else FOUND
    finally:
        engine.dispose()


def _add(shelf: Shelf, library: Library, options: Namespace, out: TextIO) -> int:
    result, count = DONE, 0
    for added in shelf.add(options.files):
        count += 1
        if added.wrong:
            out.write(f"{added.name}: {added.wrong}\n")
            result = FOUND
        elif added.unchanged:
            out.write(f"{added.name}: there already\n")
        else:
            out.writelines(f"{line}\n" for line in _told(added.name, added.editions or {}, library, every=options.all))
            result = result if added.editions or not added.named else FOUND
    if not count:
        out.write("no documents there -> name files, or a folder with PDF, Word, PowerPoint, HTML or text\n")
    return result if count else FOUND


def _list(shelf: Shelf, library: Library, options: Namespace, out: TextIO) -> int:
    listed = shelf.listed()
    for name, editions in listed.items():
        out.writelines(f"{line}\n" for line in _told(name, editions, library, every=options.all))
    if not listed:
        out.write("no documents yet -> `python app.py documents add FILE_OR_FOLDER`\n")
    return DONE


def _told(name: str, editions: Mapping[str, Held], library: Library, *, every: bool) -> Iterator[str]:
    """What a document holds: of the editions that it is a copy of in full, of the others how much."""
    best = max((held.share for held in editions.values()), default=0.0)
    copies = {
        edition: held
        for edition, held in editions.items()
        if held.share >= _COPY or (held.share == best and best >= _PART)
    }
    if not editions:
        yield f"{name}: no official sentence in it"
    for edition, held in copies.items():
        total = held.found + len(held.missing)
        yield f"{name}: {library.documents[edition].title}: {held.found} of {total} statements found"
        for what, names in (
            ("not found", held.missing),
            ("found twice", held.twice),
            ("damaged", _damaged(edition, held, library)),
        ):
            if names:
                yield f"  {what}: {_named(names, every=every)}"
    others = [f"{held.found} of {library.documents[e].title}" for e, held in editions.items() if e not in copies]
    if others:
        yield f"{'  also' if copies else f'{name}:'} statements: {', '.join(others)}"


def _damaged(edition: str, held: Held, library: Library) -> tuple[str, ...]:
    """Statements whose official sentence is known to be damaged in an edition, with what is wrong."""
    found = []
    for name in held.names:
        topic, _, number = name.partition("#")
        damage = library.entries[topic].items[int(number) - 1].damaged.get(edition)
        if damage:
            found.append(f"{name} ({damage})")
    return tuple(found)


def _named(names: Sequence[str], *, every: bool) -> str:
    shown = names if every else names[:_NAMED]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more (--all names them)" if more else "")
