"""`check` and `documents fingerprint` on the command line."""

import json
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from dialogs import wording
from dialogs.interview.course import table
from knowledge.bank import BankFile, CommandFile, FormatFile, PackFile
from knowledge.checking import check as find_problems
from knowledge.entries import (
    BehaviourFile,
    ConflictFile,
    ContactFile,
    DocumentFile,
    EntryFile,
    Model,
    NameFile,
    QuestionFile,
    RefusalFile,
    StarFile,
    VocabularyFile,
)
from knowledge.fingerprints import Finder, read_documents, replace_quotes
from knowledge.library import HOME, Library, load_library
from knowledge.loading import KnowledgeError, load
from knowledge.official.matching import marks_of
from knowledge.official.shingles import FILE as SHINGLES
from knowledge.official.shingles import shingles_of, write_shingles
from knowledge.overlays import OverlayVocabularyFile, overlaid
from knowledge.training.common import fingerprint_of
from knowledge.training.labelled import fingerprint_of_answers
from knowledge.understanding.intents import IntentModel

DONE, FOUND = 0, 1
SCHEMAS: dict[str, type[Model]] = {
    "banks": BankFile,
    "behaviours": BehaviourFile,
    "commands": CommandFile,
    "conflicts": ConflictFile,
    "contacts": ContactFile,
    "documents": DocumentFile,
    "entries": EntryFile,
    "formats": FormatFile,
    "names": NameFile,
    "overlay-vocabulary": OverlayVocabularyFile,
    "packs": PackFile,
    "questions": QuestionFile,
    "refusals": RefusalFile,
    "star": StarFile,
    "vocabulary": VocabularyFile,
}


def schema_text(model: type[Model]) -> str:
    """The JSON Schema of a kind of file, as committed."""
    return json.dumps(model.model_json_schema(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def check(options: Namespace, overlay: Path | None, out: TextIO) -> int:
    """Check the knowledge base and what a force adds, or print its conflicts, or write its schemas."""
    if options.schema:
        for name, model in SCHEMAS.items():
            (HOME / "schema" / f"{name}.json").write_text(schema_text(model), encoding="utf-8")
        out.write(f"{len(SCHEMAS)} schemas written\n")
        return DONE
    if options.transitions:
        out.write(table())
        return DONE
    finder = None
    if options.documents:
        names = load_library().documents
        try:
            finder = Finder(read_documents(options.documents, names))
        except FileNotFoundError as error:
            out.write(f"{error}\n")
            return FOUND
    problems = find_problems(HOME, finder)
    out.writelines(f"{problem}\n" for problem in problems)
    if problems:
        out.write(f"{len(problems)} problems\n")
        return FOUND
    library = load_library()
    if overlay:
        try:
            library = overlaid(library, overlay)
        except KnowledgeError as error:
            out.write(f"{error}\n{len(error.problems)} problems\n")
            return FOUND
    if options.conflicts:
        _table(library, out)
    stale = _stale(load_library())
    if stale:
        out.write(stale + "\n")
        return FOUND
    entries, items = len(library.entries), sum(len(entry.items) for entry in library.entries.values())
    out.write(f"{entries} entries with {items} statements, {len(library.conflicts)} conflicts: no problems\n")
    return DONE


def _stale(library: Library) -> str | None:
    if IntentModel(HOME / "weights").trained_on != fingerprint_of(library):
        return "knowledge/weights: the examples have changed since training -> run `make train`"
    trained = json.loads((HOME / "weights" / "star" / "judging.json").read_text(encoding="utf-8"))["trained_on"]
    if trained != fingerprint_of_answers():
        return "knowledge/weights/star: answers or cues have changed since training -> run `make train-star`"
    return None


def _table(library: Library, out: TextIO) -> None:
    for conflict in library.conflicts:
        out.write(f"{conflict.id}\n  about     {conflict.about}\n  topics    {', '.join(conflict.topics)}\n")
        out.writelines(
            f"  reading   {wording.filled(reading.text, reading.values)} [{wording.source(reading.source, library)}]\n"
            for reading in conflict.readings
        )
        if conflict.note:
            out.write(f"  note      {conflict.note}\n")
        out.write(f"  question  {conflict.question}\n")


def fingerprint(folder: Path, files: Iterable[Path], out: TextIO) -> int:
    """Replace quotes in entry files by fingerprints; a quote that no document holds leaves its file as it was."""
    try:
        known = load(HOME / "documents.yaml", DocumentFile).documents
        finder = Finder(read_documents(folder, [document.name for document in known]))
    except (FileNotFoundError, KnowledgeError) as error:
        out.write(f"{error}\n")
        return FOUND
    result = DONE
    for path in files:
        text, missing = replace_quotes(path.read_text(encoding="utf-8"), finder)
        if missing:
            result = FOUND
            out.writelines(
                f"{path}: {quote} -> stands in none of the entry's documents; copy it exactly\n" for quote in missing
            )
        else:
            path.write_text(text, encoding="utf-8")
    write_shingles(HOME / "weights" / SHINGLES, _shingles(finder))
    return result


def _shingles(finder: Finder) -> dict[str, tuple[int, ...]]:
    """Those of every sentence that the documents hold; a variant has none, as nobody has its words."""
    prints = {mark.print for mark in marks_of(load_library()) if not mark.print.variant}
    found = {mark.hash: shingles_of(finder.words(mark)) for mark in prints if finder.holds(mark)}
    return {name: runs for name, runs in found.items() if runs}
