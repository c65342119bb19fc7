"""One address that no server takes costs nobody else their mail, nor any time."""

from transforms.config.communities import read_folder
from transforms.config.settings import settings

GOOD = ["cm@example.org", "élodie@bücher.example", "o'brien+nuit@example.org", "CM@EXAMPLE.net"]
BAD = [
    "cm..x@example.org",
    "cm.@example.org",
    ".cm@example.org",
    "o’brien@example.org",
    "cm@-x.org",
]


def test_bad_addresses_are_named_with_their_line_and_all_others_are_mailed(folder):
    recipients = "".join(
        f'  - {{email: "{one}"}}\n' for pair in zip(BAD, GOOD, strict=False) for one in pair
    )
    recipients += f'  - {{email: "{BAD[-1]}"}}\n'
    file = settings().communities / "marque.yml"
    file.write_text(
        "name: marque\nindustry: telecom\nlanguage: fr\naccounts: [marque]\n"
        f"sources:\n  - {{network: export, path: x.csv}}\nrecipients:\n{recipients}"
    )
    [community], errors = read_folder(settings().communities)
    assert [one.email for one in community.recipients] == [
        "cm@example.org", "élodie@xn--bcher-kva.example", "o'brien+nuit@example.org", "CM@EXAMPLE.net",
    ]  # fmt: skip
    assert len(errors) == len(BAD)
    lines = file.read_text().splitlines()
    for error, address in zip(errors, BAD, strict=True):
        place, _, said = error.partition(": ")
        assert address in lines[int(place.rpartition(":")[2]) - 1]
        assert "nobody else is left out" in said
