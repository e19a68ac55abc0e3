from knowledge.star.judging import Linear, PartModel


def part(missing: float) -> PartModel:
    model = Linear(("held",), (0.0,), (1.0,), ((-2.0, 0.0), (0.0, 0.0), (2.0, 0.0)))
    return PartModel(model, missing, 0.5)


def test_missing_is_said_only_when_sure() -> None:
    assert part(0.9).rate({"held": -0.5})[0] == "thin"
    assert part(0.5).rate({"held": -0.5})[0] == "missing"


def test_chances_add_up_and_follow_the_measure() -> None:
    rating, chances = part(0.9).rate({"held": 3.0})
    assert rating == "clear"
    assert abs(sum(chances) - 1) < 1e-9


def test_one_row_answers_yes_or_no_without_overflow() -> None:
    model = Linear(("held",), (1.0,), (2.0,), ((4.0, -1.0),))
    assert 0.26 < model.chances({"held": 1.0})[0] < 0.28
    assert model.chances({"held": 1e6}) == [1.0] or model.chances({"held": 1e6})[0] > 0.999
    assert model.chances({"held": -1e6})[0] < 0.001
