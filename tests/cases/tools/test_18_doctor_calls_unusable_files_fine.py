"""What `cmr doctor` asks of a source says of an unusable file what its pull would say."""

import pytest

from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.extract import run

UNUSABLE = {
    "no column of ours": "Price;When\n3;yesterday\n",
    "a column is missing": "post_id,text\n1,hello\n",
    "no date can be read": "post_id,network,author_id,text,created_at\n1,x,a,hello,soon\n",
    "nothing": "",
}


@pytest.mark.parametrize("content", UNUSABLE.values(), ids=UNUSABLE)
def test_a_file_that_no_pull_can_use_is_not_called_fine(folder, content):
    file = folder / "export.csv"
    file.write_text(content)
    (settings().communities / "marque.yml").write_text(
        f"{{name: marque, industry: telecom, language: fr, accounts: [marque], "
        f"sources: [{{network: export, path: '{file}'}}]}}"
    )
    with pytest.raises(BadInput, match=r"export\.csv") as checked:
        run.check("marque", 0)
    with pytest.raises(BadInput) as pulled:
        run.extract_night("marque", 0)
    assert str(checked.value) == str(pulled.value)
