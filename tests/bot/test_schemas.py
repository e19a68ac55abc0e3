from bot.checking import SCHEMAS, schema_text
from knowledge.library import HOME


def test_the_committed_schemas_are_those_of_the_models() -> None:
    for name, model in SCHEMAS.items():
        assert (HOME / "schema" / f"{name}.json").read_text(encoding="utf-8") == schema_text(model), (
            f"run check --schema: {name}"
        )
