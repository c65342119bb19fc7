"""What the people of the nights write."""

TEXTS = {
    "fr": (
        "Plus rien depuis 14 h, ni box ni téléphone, et personne au bout du fil. On fait comment pour travailler ?",
        "Vous savez quand ça revient dans le 69 ? Même une heure approximative, ça m'aiderait 🙏",
        "Troisième coupure ce mois-ci. Je partage la connexion de ma voisine pour les devoirs des enfants.",
        "Technicien adorable, fibre posée en une heure, merci à toute l'équipe !",
        "Je viens d'arriver chez vous et déjà plus de réseau… je m'inquiète un peu.",
    ),
    "en": (
        "Nothing since 2 pm, no box, no phone, nobody on the line. How are we supposed to work?",
        "Any idea when it is back in Leeds? Even a rough hour would help 🙏",
        "Third outage this month. I'm borrowing my neighbour's connection for the kids' homework.",
        "Lovely engineer, fibre installed within the hour, thanks to the whole team!",
        "I have just joined you and the network is gone already… a bit worried.",
    ),
}
