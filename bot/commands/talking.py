"""Commands for whoever practises: `chat`, `ask`, `assess`, `report`."""

import argparse
import os
import sys
from pathlib import Path

from bot.commands.common import WRONG_USE, Commands
from bot.settings import read_settings


def add_to(commands: Commands) -> None:
    """Register them."""
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

    handouts = commands.add_parser(
        "handouts",
        help="handouts to print: indicators, question cards, observer sheets, STAR",
        description="Write a handout as .html or .docx, in official wording where documents are loaded.",
    )
    handouts.add_argument(
        "kind", choices=["indicators", "questions", "sheets", "star", "pack"], help="pack: all of them"
    )
    handouts.add_argument(
        "targets", nargs="*", metavar="TOPIC", help="value/courage or competency/take-ownership/level-2"
    )
    handouts.add_argument("--out", type=Path, required=True, metavar="FILE", help="an .html or .docx file")
    handouts.add_argument("--large", action="store_true", help="large print, 18 point")
    handouts.add_argument("--easier", action="store_true", help="a wide face and spacing, easier with dyslexia")
    handouts.add_argument(
        "--scale", choices=["none", "1-5", "A-D", "1-4"], default="none", help="marks on observer sheets"
    )
    handouts.set_defaults(run=_handouts)

    report = commands.add_parser(
        "report",
        help="your practice in this terminal as a report",
        description="Write the report of an interview in this terminal, or of all of them, as HTML or Markdown.",
    )
    report.add_argument("interview", nargs="?", default="all", help="as named at the interview's end; else all")
    report.add_argument("--out", type=Path, metavar="FILE", help="an .html or .md file; else Markdown is printed")
    report.set_defaults(run=_report)


def _chat(options: argparse.Namespace) -> int:
    settings = read_settings(os.environ)
    from bot.chat import chat

    return chat(settings, sys.stdin, sys.stdout, private=options.private)


def _ask(options: argparse.Namespace) -> int:
    settings = read_settings(os.environ)
    from bot.terminal import ask_jsonl, ask_once

    if options.jsonl:
        return ask_jsonl(settings, sys.stdin, sys.stdout, sys.stderr)
    if options.question:
        return ask_once(" ".join(options.question), settings, sys.stdout)
    print("usage: app.py ask QUESTION, or app.py ask --jsonl; to talk, app.py chat", file=sys.stderr)
    return WRONG_USE


def _assess(options: argparse.Namespace) -> int:
    settings = read_settings(os.environ)
    from bot.assess import assess_jsonl, assess_text, explain
    from bot.library import library_of

    library = library_of(settings)
    source = options.file or sys.stdin
    if options.jsonl:
        return assess_jsonl(source, library, sys.stdout, sys.stderr)
    if source.isatty():
        print("Write or paste the answer, then end it with Ctrl-D on a line of its own.", file=sys.stderr)
    run = explain if options.explain else assess_text
    return run(source.read(), options.target, library, sys.stdout, sys.stderr)


def _handouts(options: argparse.Namespace) -> int:
    settings = read_settings(os.environ)
    from bot.handouts.command import handouts

    return handouts(options, settings, sys.stdout, sys.stderr)


def _report(options: argparse.Namespace) -> int:
    settings = read_settings(os.environ)
    from bot.reporting import report

    return report(settings, options.interview, options.out, sys.stdout)
