"""What the lake remembers of the pseudonym keys it was written with: how many, and which, without telling them."""

from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.lake import cursors
from transforms.people.pseudonyms import Pseudonyms, key_file

MARK = "_pseudonyms"
NEXT = "pseudonym.key.next"


def check_keys(keys: tuple[bytes, ...]) -> None:
    """BadInput when the lake's pseudonyms were made with other keys than these; the first keys are remembered."""
    if settings().pseudonym_keys is None and key_file().with_name(NEXT).exists():
        raise BadInput("a rotation of the pseudonym key was not finished: run `cmr rotate-key` once more")
    before = cursors.read(MARK)
    now = {"keys": len(keys), "version": Pseudonyms(keys).version}
    if not before:
        cursors.write(MARK, now)
    elif before["keys"] < len(keys):
        raise BadInput("there is a new pseudonym key: run `cmr rotate-key` before anything is pulled")
    elif before != now:
        raise BadInput(
            "these are not the pseudonym keys of this lake; restore them, or people will look like strangers"
        )
