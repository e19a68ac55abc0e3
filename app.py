"""The CVF coach on the command line."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.settings import NotReadyError, SettingsError, read_settings
from bot.settings import table as settings_table
from bot.teams_app.arguments import add_arguments
from knowledge.loading import KnowledgeError

DONE, FOUND, WRONG_USE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit codes: 0 done, 1 a finding or a failed check, 2 wrong use."""
    parser = argparse.ArgumentParser(
        prog="app.py", description="A coach for the police Competency and Values Framework: answers with sources."
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    serving = commands.add_parser(
        "serve",
        help="serve the chat page (the default)",
        description="Serve the chat page until told to stop.",
        epilog="Settings, from the environment:\n" + settings_table(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    serving.set_defaults(run=_serve)
    parser.set_defaults(run=_serve)

    chatting = commands.add_parser(
        "chat",
        help="the same conversation in the terminal",
        description="Talk to the coach in the terminal; a number picks one of the next steps.",
    )
    chatting.add_argument("--private", action="store_true", help="keep nothing of this conversation")
    chatting.set_defaults(run=_chat)

    ask = commands.add_parser(
        "ask",
        help="answer questions",
        description="Answer a question, or JSON Lines of questions for other programs.",
    )
    ask.add_argument("question", nargs="*", help="the question")
    ask.add_argument(
        "--jsonl", action="store_true", help='read and write JSON Lines: {"conversation": ..., "say": ...}'
    )
    ask.set_defaults(run=_ask)

    assess = commands.add_parser(
        "assess",
        help="check an interview answer for STAR",
        description="Check an answer, read from a file or standard input, for Situation, Task, Action and Result.",
    )
    assess.add_argument(
        "file", nargs="?", type=argparse.FileType(encoding="utf-8"), help="a text file; else standard input"
    )
    assess.add_argument("--target", default="", help="value/courage or competency/take-ownership/level-2")
    assess.add_argument("--explain", action="store_true", help="show chances, cues and units, for the maintainer")
    assess.add_argument("--jsonl", action="store_true", help='read and write JSON Lines: {"id": ..., "text": ...}')
    assess.set_defaults(run=_assess)

    report = commands.add_parser(
        "report",
        help="your practice in this terminal as a report",
        description="Write the report of an interview in this terminal, or of all of them, as HTML or Markdown.",
    )
    report.add_argument("interview", nargs="?", default="all", help="as named at the interview's end; else all")
    report.add_argument("--out", type=Path, metavar="FILE", help="an .html or .md file; else Markdown is printed")
    report.set_defaults(run=_report)

    _maintaining(commands)
    options = parser.parse_args(arguments)
    try:
        result: int = options.run(options)
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return FOUND
    except NotReadyError as error:
        print(f"the database is not ready: {error}", file=sys.stderr)
        return FOUND
    except SettingsError as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    return result


def _maintaining(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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
    check.add_argument("--transitions", action="store_true", help="print the transitions of an interview")
    check.add_argument("--schema", action="store_true", help="write the JSON Schemas that editors use")
    check.add_argument(
        "--documents", type=Path, metavar="FOLDER", help="also check every fingerprint against the source documents"
    )
    check.set_defaults(run=_check)

    codes = commands.add_parser(
        "codes",
        help="access codes for the page (CVF_ACCESS=codes)",
        description="Make, list and end the codes that let people open the page.",
    )
    code_uses = codes.add_subparsers(dest="use", required=True, metavar="USE")
    adding = code_uses.add_parser("add", help="make a code; it is shown this once", description="Make a code.")
    adding.add_argument("label", help="what it is for, such as a workshop's name")
    adding.add_argument("--until", type=date.fromisoformat, required=True, metavar="DATE", help="last day, 2026-12-31")
    code_uses.add_parser("list", help="labels and last days", description="List the codes' labels and last days.")
    removing = code_uses.add_parser("remove", help="end the codes of a label", description="End the codes of a label.")
    removing.add_argument("label")
    codes.set_defaults(run=_codes)

    keys = commands.add_parser(
        "keys",
        help="the master keys that what people write is sealed with",
        description="Make a master key for CVF_KEYS, or wrap every person's key with the newest.",
    )
    ways = keys.add_subparsers(dest="use", required=True, metavar="USE")
    ways.add_parser("new", help="print a new master key")
    ways.add_parser("rotate", help="wrap every person's key with the first of CVF_KEYS")
    keys.set_defaults(run=_keys)

    teams = commands.add_parser(
        "teams", help="the app for Microsoft Teams", description="Write the app package, and check before going live."
    )
    add_arguments(teams)
    teams.set_defaults(run=_teams)

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


def _serve(_: argparse.Namespace) -> int:
    settings = read_settings(os.environ)
    from bot.server import serve

    return serve(settings)


def _chat(options: argparse.Namespace) -> int:
    settings = read_settings(os.environ)
    from bot.chat import chat

    return chat(settings, sys.stdin, sys.stdout, private=options.private)


def _codes(options: argparse.Namespace) -> int:
    settings = read_settings(os.environ)
    from bot.codes import codes

    return codes(options, settings, sys.stdout)


def _ask(options: argparse.Namespace) -> int:
    from bot.terminal import ask_jsonl, ask_once

    if options.jsonl:
        return ask_jsonl(sys.stdin, sys.stdout, sys.stderr)
    if options.question:
        return ask_once(" ".join(options.question), sys.stdout)
    print("usage: app.py ask QUESTION, or app.py ask --jsonl; to talk, app.py chat", file=sys.stderr)
    return WRONG_USE


def _assess(options: argparse.Namespace) -> int:
    from bot.assess import assess_jsonl, assess_text, explain

    source = options.file or sys.stdin
    if options.jsonl:
        return assess_jsonl(source, sys.stdout, sys.stderr)
    if source.isatty():
        print("Write or paste the answer, then end it with Ctrl-D on a line of its own.", file=sys.stderr)
    run = explain if options.explain else assess_text
    return run(source.read(), options.target, sys.stdout, sys.stderr)


def _report(options: argparse.Namespace) -> int:
    settings = read_settings(os.environ)
    from bot.reporting import report

    return report(settings, options.interview, options.out, sys.stdout)


def _explain(options: argparse.Namespace) -> int:
    from bot.terminal import explain

    return explain(" ".join(options.question), sys.stdout)


def _keys(options: argparse.Namespace) -> int:
    from bot.keyring import keyring

    return keyring(options, os.environ, sys.stdout)


def _check(options: argparse.Namespace) -> int:
    from bot.checking import check

    return check(options, sys.stdout)


def _teams(options: argparse.Namespace) -> int:
    if options.use == "check":
        settings = read_settings(os.environ)
        from bot.teams_app.checking import check

        return check(settings, options.package, sys.stdout, sys.stderr)
    from bot.teams_app.package import package

    return package(options, sys.stdout, sys.stderr)


def _fingerprint(options: argparse.Namespace) -> int:
    from bot.checking import fingerprint

    return fingerprint(options.documents, options.files, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
