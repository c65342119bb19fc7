"""A sentence as text, and the name under which a figure is found again."""

from transforms.report.said.blocks import Span, figure_anchor, plain


def test_a_sentence_is_the_text_of_its_spans():
    assert plain((Span("Anger: "), Span("48 %", "fct_community_days", 0.48), Span("."))) == (
        "Anger: 48 %."
    )


def test_a_figure_is_found_by_where_it_comes_from_and_how_it_was_shown():
    one = figure_anchor("fct_posts", "48 %")
    assert one == figure_anchor("fct_posts", "48 %")
    assert len({one, figure_anchor("fct_posts", "48"), figure_anchor("fct_days", "48 %")}) == 3
    assert one.removeprefix("f-").isalnum()
