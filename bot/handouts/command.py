"""`handouts` on the command line."""

from argparse import Namespace
from typing import TextIO

from bot.documents.loading import loaded
from bot.handouts.rendering import Look, NoWordError, docx, html
from bot.library import library_of
from bot.settings import Settings
from dialogs.handouts import KINDS, Handouts, NothingToPrintError
from dialogs.quoting import Quoting
from dialogs.setup import MARKS

DONE, FOUND, WRONG_USE = 0, 1, 2


def handouts(options: Namespace, settings: Settings, out: TextIO, errors: TextIO) -> int:
    """Write the handout. 2 for targets that are not there, 1 where it cannot be written."""
    library = library_of(settings)
    quoting = Quoting(library)
    if settings.has_store:
        quoting.official = loaded(settings, library)
    kinds = KINDS if options.kind == "pack" else (options.kind,)
    look = Look(large=options.large, easier=options.easier)
    try:
        made = Handouts(library, quoting).make(kinds, options.targets, MARKS[options.scale])
        data = docx(made, look) if options.out.suffix == ".docx" else html(made, look).encode()
        options.out.write_bytes(data)
    except NothingToPrintError as error:
        errors.write(f"{error}\n")
        return WRONG_USE
    except NoWordError as error:
        errors.write(f"{error}\n")
        return FOUND
    except OSError as error:
        errors.write(f"{options.out}: {error.strerror} -> name a file in a folder that can be written to\n")
        return FOUND
    out.write(f"{len(made.pages)} pages in {options.out}\n")
    return DONE
