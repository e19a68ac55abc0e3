"""The CVF coach on the command line."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge.loading import KnowledgeError

DONE, FOUND, WRONG_USE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit codes: 0 done, 1 a finding or a failed check, 2 wrong use."""
    parser = argparse.ArgumentParser(
        prog="app.py", description="A coach for the police Competency and Values Framework: answers with sources."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    ask = commands.add_parser(
        "ask",
        help="answer questions",
        description="Answer a question, or without one each line of standard input in one conversation.",
    )
    ask.add_argument("question", nargs="*", help="the question")
    ask.add_argument(
        "--jsonl", action="store_true", help='read and write JSON Lines: {"conversation": ..., "say": ...}'
    )
    ask.set_defaults(run=_ask)

    explain = commands.add_parser(
        "explain",
        help="show how a question is read",
        description="Show how a question is read: words, names, scores, margin and the runner-up.",
    )
    explain.add_argument("question", nargs="+")
    explain.set_defaults(run=_explain)

    check = commands.add_parser(
        "check",
        help="check the knowledge base",
        description="Check every knowledge file and name each problem with file, line and fix.",
    )
    check.add_argument("--conflicts", action="store_true", help="print the table of conflicts between the documents")
    check.add_argument("--schema", action="store_true", help="write the JSON Schemas that editors use")
    check.add_argument(
        "--documents", type=Path, metavar="FOLDER", help="also check every fingerprint against the source documents"
    )
    check.set_defaults(run=_check)

    documents = commands.add_parser(
        "documents", help="work with the source documents", description="Work with the source documents."
    )
    uses = documents.add_subparsers(dest="use", required=True, metavar="USE")
    fingerprint = uses.add_parser(
        "fingerprint",
        help="turn `quote:` in entry files into fingerprints",
        description="Replace each `quote:` by the fingerprint of that sentence, so that the sentence is not kept.",
    )
    fingerprint.add_argument(
        "--documents",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="folder with the documents' texts and their README",
    )
    fingerprint.add_argument("files", nargs="+", type=Path)
    fingerprint.set_defaults(run=_fingerprint)

    options = parser.parse_args(arguments)
    try:
        result: int = options.run(options)
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return FOUND
    return result


def _ask(options: argparse.Namespace) -> int:
    from bot.terminal import ask_jsonl, ask_lines, ask_once

    if options.jsonl:
        return ask_jsonl(sys.stdin, sys.stdout, sys.stderr)
    if options.question:
        return ask_once(" ".join(options.question), sys.stdout)
    return ask_lines(sys.stdin, sys.stdout)


def _explain(options: argparse.Namespace) -> int:
    from bot.terminal import explain

    return explain(" ".join(options.question), sys.stdout)


def _check(options: argparse.Namespace) -> int:
    from bot.checking import check

    return check(options, sys.stdout)


def _fingerprint(options: argparse.Namespace) -> int:
    from bot.checking import fingerprint

    return fingerprint(options.documents, options.files, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
