"""Which columns and fields say who somebody is, by their names in French and English."""

import re
from functools import lru_cache

from transforms.ground.accents import without_accents

WORDS = frozenset(
    """
    user users username usernames userid author authors authorid name names handle handles screen first last full
    profile profiles avatar avatars bio biography description email emails mail mails phone phones telephone tel
    mobile cell fax address addresses location locations city town street zip zipcode postcode postal owner owners
    sender recipient recipients receiver prenom prenoms nom noms pseudo pseudos pseudonym pseudonyme ip customer
    customers client clients cliente clientes buyer purchaser shopper reviewer reviewers commenter commentator
    poster submitter contributor member members subscriber subscribers follower friend friends contact contacts
    agent agents employee assignee surname forename given maiden login nickname birth birthday birthdate dob ssn
    passport iban signature signatory latitude longitude lat lng lon geo gps coordinates coordonnees auteur auteurs
    autrice autrices utilisateur utilisateurs utilisatrice utilisatrices adresse adresses ville villes commune rue
    courriel courriels portable naissance expediteur expeditrice destinataire destinataires membre membres abonne
    abonnes abonnee acheteur acheteuse interlocuteur correspondant signataire conseiller conseillere collaborateur
    identite identity patronyme internaute proprietaire titulaire emetteur redacteur redactrice usager usagere from
    """.split()  # noqa: SIM905
)
WHOLE = frozenset({"to", "cc", "bcc", "from", "de", "a", "qui", "who", "cp", "par", "by"})
_BEGINNINGS = ("nick", "display", "mention")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BY = re.compile(r"\w+_(?:by|par)|(?:assigned|sent|replied|assigne|envoye|repondu)_(?:to|a)")


@lru_cache(maxsize=10_000)  # the same few hundred names come with every post
def holds_person(key: str) -> bool:
    """Whether a field of this name usually says who somebody is."""
    plain = without_accents(_CAMEL.sub("_", key)).lower()
    words = [word for word in re.split(r"[^a-z0-9]+", plain) if word]
    whole = "_".join(words)
    if whole in WHOLE or _BY.fullmatch(whole):
        return True
    return any(word.rstrip("0123456789") in WORDS or word.startswith(_BEGINNINGS) for word in words)
