"""People taken out of the links that lead to them."""

import pytest

from transforms.people.links import mask_links

MASKED = {
    "a telephone": ("call tel:+33612345678 now", "call tel:+[phone] now"),
    "WhatsApp": ("https://wa.me/33612345678", "https://wa.me/[phone]"),
    "an e-mail": ("https://x.example/?to=jane%40mail.example", "https://x.example/?to=[email]"),
    "a profile by number": (
        "facebook.com/profile.php?id=1234567",
        "facebook.com/profile.php?id=user",
    ),
    "a story": ("instagram.com/stories/jane/123", "instagram.com/stories/user"),
    "a member": ("https://forum.example/members/jane", "https://forum.example/members/user"),
    "a decentralised id": ("at://did:plc:abc123/app", "at://did:user/app"),
}


@pytest.mark.parametrize(("text", "said"), MASKED.values(), ids=MASKED)
def test_a_link_to_a_person_no_longer_leads_there(text, said):
    assert mask_links(text) == said


def test_the_brands_own_place_and_other_links_stay():
    own = "https://forum.example/members/Brand"
    assert mask_links(own, {"brand"}) == own
    assert mask_links("https://news.example/2025/06/late?page=2") == (
        "https://news.example/2025/06/late?page=2"
    )
