"""The house stays liveable: no room past about 300 lines."""

from pathlib import Path

from tests.conftest import ROOT

LONGEST = 300


def test_no_module_is_longer_than_a_room() -> None:
    rooms = [path for folder in ("bot", "dialogs", "knowledge") for path in (ROOT / folder).rglob("*.py")]
    long = {
        str(path.relative_to(ROOT)): n
        for path in [*rooms, ROOT / "app.py"]
        if (n := len(Path(path).read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}
