from transforms.enrich import pipeline


def test_every_component_has_what_it_requires_from_those_before_it(packs):
    from tests.enrich.conftest import WordModel

    nlp = pipeline.build(WordModel(), packs)
    assert tuple(nlp.pipe_names) == pipeline.COMPONENTS
    assert not [
        problem for problems in nlp.analyze_pipes()["problems"].values() for problem in problems
    ]


def test_what_is_learnt_of_an_industry_outlives_a_memory_zone(packs):
    from tests.enrich.conftest import WordModel

    nlp = pipeline.build(WordModel(), packs)
    pipeline.prepare(nlp, ["banking", None, "no such industry"])
    for _ in range(2):
        with nlp.memory_zone():
            doc = nlp.make_doc("overdraft fee")
            doc._.industry, doc._.language = "banking", "en"
            assert [theme.theme for theme in nlp(doc)._.themes] == ["fees"]
