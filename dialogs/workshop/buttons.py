"""What the buttons of a workshop say: what to do, and where the workshop was when the button was shown."""

import re
from dataclasses import dataclass

from dialogs.seat import Place
from dialogs.workshop.course import Stage, Workshop

HERE = "do/workshop#"
_BUTTON = re.compile(r"do/workshop#([a-z]+)(?:=([\w-]*))?@(\d+)\.([a-z]+)")


@dataclass(frozen=True)
class Pressed:
    """A button that was pressed."""

    name: str
    argument: str
    round: int
    stage: Stage


def button(name: str, workshop: Workshop, argument: str = "") -> str:
    """The value of a button."""
    return _value(name, argument, workshop.round, workshop.stage)


def placed(name: str, place: Place, argument: str = "") -> str:
    """The value of a button that somebody's own chat shows."""
    return _value(name, argument, place.round, place.stage)


def _value(name: str, argument: str, number: int, stage: str) -> str:
    given = f"={argument}" if argument else ""
    return f"{HERE}{name}{given}@{number}.{stage}"


def pressed(value: str) -> Pressed | None:
    """The button of a value; None for any other value."""
    found = _BUTTON.fullmatch(value)
    if not found or found[4] not in set(Stage):
        return None
    return Pressed(found[1], found[2] or "", int(found[3]), Stage(found[4]))
