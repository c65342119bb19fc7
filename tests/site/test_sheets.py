"""A community's part of a sent mail, without what is its reader's alone."""

from email.message import EmailMessage

import pytest
from lxml import html

from transforms.report.said.blocks import figure_anchor
from transforms.site import sheets

PAGE = """<html lang="fr"><head><style>p{color:red}</style></head><body>
<p>Bonjour cm@example.org <a href="https://cm.example/leave?sign=abc">Se désabonner</a></p>
<div class="x sheet"><div id="c-free"><!--[if mso]>table<![endif]-->
<h2 class="head">Free :
 la colère</h2><h4>Pourquoi</h4>
<p>Soit <a class="n" href="https://site/#f" title="fct_signals.value">48 %</a>,
<a class="n" href="#" title="fct_signals.value">48 %</a>.</p>
<p class="links"><a href="mailto:a@cmr.example?subject=[cmr free s1]">Mal lu</a></p>
<p class="links"><a class="act" href="https://x.com/i/status/1">Répondre</a><span class="muted"> · </span>
<a href="mailto:a@cmr.example">Mal lu</a></p></div></div>
<div class="sheet"><p>no community of its own</p></div></body></html>"""


@pytest.fixture
def sheet() -> sheets.Sheet:
    message = EmailMessage()
    message["Subject"], message["Message-ID"] = "Your night", "<1@cmr.example>"
    message.set_content("plain")
    message.add_alternative(PAGE, subtype="html")
    [found] = sheets.of(bytes(message))
    return found


def test_a_sheet_names_its_community_language_headline_and_style(sheet):
    assert (sheet.community, sheet.language) == ("free", "fr")
    assert sheet.headline == "Free : la colère"
    assert "p{color:red}" in sheet.style


def test_nothing_that_is_a_reader_s_own_is_in_it(sheet):
    for private in ("mailto:", "cm@example.org", "leave?sign", "[cmr", "mso"):
        assert private not in sheet.html
    tree = html.fragment_fromstring(sheet.html)
    [link] = tree.xpath(".//p[@class='links']//a")
    assert (link.get("href"), link.get("rel")) == ("https://x.com/i/status/1", "noreferrer")
    assert tree.xpath(".//span[@class='muted']") == [], "nor the mark between two links"


def test_its_figures_are_told_once_and_lead_to_where_they_are_explained(sheet):
    assert sheet.figures == (sheets.Figure("fct_signals.value", "48 %"),)
    assert f'href="#{figure_anchor("fct_signals.value", "48 %")}"' in sheet.html


def test_its_headings_stand_one_above_the_other_from_the_first_on(sheet):
    tags = [node.tag for node in html.fragment_fromstring(sheet.html).iter("h1", "h2", "h3")]
    assert tags == ["h1", "h3"]
