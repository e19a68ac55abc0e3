"""Commands for whoever keeps the knowledge: `explain`, `check`, `questions`, `documents`."""

import argparse
import os
import sys
from pathlib import Path

from bot.commands.common import Commands
from bot.settings import read_settings


def add_to(commands: Commands) -> None:
    """Register them."""
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
    check.add_argument(
        "--live",
        nargs="?",
        const="",
        metavar="URL",
        help="look at a running coach from outside instead; without URL, at CVF_PUBLIC_URL",
    )
    check.add_argument("--code", default="", help="with --live: an access code, where the page asks for one")
    check.set_defaults(run=_check)

    questions = commands.add_parser(
        "questions",
        help="questions that were refused, asked back or judged",
        description="List what became of questions; their words only where CVF_KEEP_QUESTIONS is set.",
    )
    questions.add_argument("--days", type=int, default=30, metavar="N", help="how far back (default: 30)")
    questions.add_argument("--csv", action="store_true", help="a row for each question, for a spreadsheet")
    questions.set_defaults(run=_questions)

    documents = commands.add_parser(
        "documents",
        help="official wording from a force's own documents",
        description="Load official wording from documents that the force holds; nothing leaves this machine.",
    )
    uses = documents.add_subparsers(dest="use", required=True, metavar="USE")
    adding = uses.add_parser(
        "add",
        help="find the official sentences in files and folders",
        description="Read PDF, Word, PowerPoint, HTML, Markdown and text, and keep the official sentences they hold.",
    )
    adding.add_argument("files", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
    listing = uses.add_parser("list", help="what each document holds of each edition")
    for parser in (adding, listing):
        parser.add_argument("--all", action="store_true", help="name every statement, not only the first few")
        parser.set_defaults(run=_documents)
    removing = uses.add_parser("remove", help="take documents back out")
    removing.add_argument("names", nargs="+", metavar="NAME", help="file name as `list` prints it")
    removing.set_defaults(run=_documents)
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


def _explain(options: argparse.Namespace) -> int:
    settings = read_settings(os.environ)
    from bot.terminal import explain

    return explain(" ".join(options.question), settings, sys.stdout)


def _check(options: argparse.Namespace) -> int:
    settings = read_settings(os.environ)
    if options.live is not None:
        from bot.live import check_live

        url = options.live or settings.public_url
        return check_live(url, options.code, settings.proxy_header, sys.stdout, sys.stderr)
    from bot.checking import check

    return check(options, settings.overlay, sys.stdout)


def _questions(options: argparse.Namespace) -> int:
    settings = read_settings(os.environ)
    from bot.questions import questions

    return questions(settings, options.days, sys.stdout, as_csv=options.csv)


def _documents(options: argparse.Namespace) -> int:
    settings = read_settings(os.environ)
    from bot.documents.command import documents

    return documents(options, settings, sys.stdout)


def _fingerprint(options: argparse.Namespace) -> int:
    from bot.checking import fingerprint

    return fingerprint(options.documents, options.files, sys.stdout)
