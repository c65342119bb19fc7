import pandas as pd

from tests.truth import leaders


def days(*figures: tuple[int, str, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(figures, columns=["day", "emotion", "truth", "share", "low"])


def test_a_wrong_first_among_those_named_is_said_right_and_one_named_alone_is_not():
    found = leaders.judged(
        days(
            (1, "joy", 0.3, 0.28, 0.2), (1, "anger", 0.2, 0.3, 0.25),
            (2, "joy", 0.3, 0.2, 0.1), (2, "anger", 0.2, 0.5, 0.4),
            (3, "joy", 0.3, 0.5, 0.4), (3, "anger", 0.3, 0.2, 0.1),
        ),
        ["day"],
    )  # fmt: skip
    assert found["is first"].tolist() == [False, False, True]
    assert found["said right"].tolist() == [True, False, True]
    assert found["of two"].tolist() == [True, False, True]
    assert found["named"].tolist() == [2, 1, 1]
    [told] = leaders.summary(found.assign(of="all"), ["of"]).to_dict("records")
    assert told["right when sure"] == 0.5
    assert told["days"] == 3


def test_the_third_name_is_not_one_of_two():
    [found] = leaders.judged(
        days((1, "anger", 0.2, 0.3, 0.1), (1, "fear", 0.2, 0.28, 0.1), (1, "joy", 0.3, 0.25, 0.1)),
        ["day"],
    ).to_dict("records")
    assert found["said right"]
    assert not found["of two"]
