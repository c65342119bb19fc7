import numpy as np

from transforms.understand.naming import names, words_of


def test_a_group_is_called_by_what_is_frequent_in_it_and_rare_elsewhere():
    texts = [
        "Le Wi-Fi du salon coupe",
        "encore le salon sans wifi",
        "ma facture a doublé",
        "la FACTURE de mai",
        "facture !",
    ]
    called = names(texts, np.array([0, 0, 1, 1, 1]))
    assert "salon" in called[0]
    assert called[1][0] == "facture"


def test_addresses_mentions_and_masks_name_nothing():
    assert [word for _, word in words_of("@free [phone] https://free.fr/x bonjour Réseau")] == [
        "réseau"
    ]


def test_a_word_of_one_post_does_not_name_a_group():
    called = names(["router blue", "router red", "router green"], np.array([0, 0, 0]))
    assert called[0] == ["router"]
