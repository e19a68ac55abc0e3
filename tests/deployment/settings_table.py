"""The table of settings in the deployment guide: `python -m tests.deployment.settings_table` writes it again."""

from bot.settings import markdown
from tests.conftest import ROOT

GUIDE = ROOT / "docs" / "deployment.md"
_BEGIN, _END = "<!-- settings -->\n", "<!-- end of settings -->\n"


def rewritten(guide: str) -> str:
    """The guide with the table of the code between its two marks."""
    before, _, rest = guide.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    assert end, "the marks are gone"
    return f"{before}{_BEGIN}\n{markdown()}\n{_END}{after}"


if __name__ == "__main__":
    GUIDE.write_text(rewritten(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
