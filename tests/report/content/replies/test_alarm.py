"""Calls for help that have none of the words of one reach a human; ordinary talk that sounds like
them does not. None of these posts taught the weights.
"""

import numpy as np
import pytest

from tests.report.content.replies.test_ranking import PACK, post
from transforms.report.content.replies import alarm, ranking

HARD = [
    "Ça fait trois nuits que je ne dors pas, je suis au bout, j'ai plus la force de continuer",
    "Je voudrais juste m'endormir et ne pas me réveiller. Voilà, vous pouvez fermer mon dossier.",
    "I have been sitting on the bridge for an hour looking at your letter",
    "With this debt my family is better off without me",
    "Il me surveille avec l'appli, il sait où je suis à chaque minute, j'ai peur de rentrer",
    "My partner took my phone and my cards, I'm writing from the library, please don't call the home number",
    "Mon conjoint reçoit un SMS à chaque fois que je retire de l'argent, comment couper ça discrètement",
    "I am in a refuge and my old address shows on the bill he still gets. Please.",
    "Mon fils de quatre ans attend sa greffe, le vol pour Paris est annulé",
    "Our little boy starts chemo tomorrow and the car you insured is still in your garage",
    "Un adulte a demandé à ma fille d'allumer sa caméra dans le salon vocal",
    "I'm in 7th grade and someone here says he'll post my pictures if I don't pay",
    "Papa nous a quittés dimanche, la banque bloque tout, on ne peut même pas payer le cercueil",
    "Vous souhaitez un joyeux anniversaire à mon frère. Il est au cimetière depuis un an.",
    "I need to close my husband's account. He died in April and I've now told you five times.",
    "Please take my son off the list, there is nobody left to fly with",
    "Ma mère en déambulateur, laissée debout une heure en plein soleil par votre assistance",
    "No ramp, no help, I crawled to the toilet. That is how you treat disabled passengers.",
    "Sans connexion ma machine pour dormir n'envoie plus rien à l'hôpital",
    "My lips swelled up twenty minutes after your serum, I'm at A&E",
    "Mon taux est à 2,8 et votre capteur affiche 6, j'ai failli y passer",
    "Mise en demeure envoyée ce matin, la prochaine étape c'est le tribunal",
    "Filed a complaint with the regulator today and my attorney has everything.",
    "On m'a demandé trois fois mes papiers, à moi seulement, parce que je m'appelle Mohamed",
    "The flight attendant made a racist joke about my accent and laughed",
    "Deux hommes qui se tiennent la main, et soudain l'hôtel est complet",
    "J'ai reçu la facture d'un inconnu avec ses coordonnées bancaires, qui a reçu la mienne ?",
    "My passwords from your site are on sale, when did you plan to tell us about the breach?",
    "Continuez comme ça et je viens vous casser les genoux à l'accueil",
    "Someone should burn that call centre down with everybody in it",
]
ORDINARY = [
    "Mon fils adore le nouveau jeu mais il plante sans arrêt",
    "Ma femme et moi attendons la fibre depuis un an",
    "Mon mari a changé d'opérateur à cause de vous",
    "C'est la mort, votre site",
    "Ma box a rendu l'âme, il m'en faut une autre",
    "Les enfants pleurent parce que la télé ne marche plus",
    "J'ai failli m'étouffer en voyant la facture",
    "Vous me rendez malade avec vos tarifs",
    "Je suis tombé de ma chaise en voyant le prix",
    "Je vous quitte, dix ans de fidélité pour rien",
    "On a perdu le match à cause de la coupure",
    "Le nouveau logo est une agression pour les yeux",
    "J'ai 17 euros de trop sur ma facture",
    "Votre avocat du consommateur, la rubrique, est excellente",
    "L'article sur le procès est incomplet",
    "Article à charge contre la communauté musulmane, encore",
    "Pourquoi pas un reportage sur les violences conjugales ?",
    "L'hôpital de Nantes en grève, bon papier",
    "Je ne dors plus la nuit à cause du bip de la box",
    "A quoi bon payer la fibre pour ce débit",
    "The blind spot camera in the app is broken",
    "I lost him in the second level, where is the companion?",
    "We lost signal for three days",
    "My husband says I should switch, and he is right",
    "The kids want their cartoons back",
    "I nearly died when I saw the bill",
    "You'll lose me as a customer",
    "This is my last warning, I'm switching provider",
    "That was a brutal loss, the team deserved better",
    "Where do I find my account number?",
    "Someone should fire that designer",
    "I can't live without the old interface",
    "The court case article is behind a paywall",
    "My manager uses your app too and hates it",
    "Stuck in Chicago, no hotel, no answer",
    "My grandma could code a better app",
    "Your chatbot... fine, but where are the prices?",
    "The patch is dead on arrival",
    "I'm sick of these ads",
    "It hurts my eyes, bring dark mode back",
    "I was robbed by your shipping fees",
    "The pain of waiting for this sequel",
    "Watch the back cover, it comes off",
    "How do I remove my ex from my contacts list? the app won't sync",
    "Data usage shows double what I used",
    "My password reset mail never arrives",
    "Your racist villain was well written, great episode",
    "Il y a une fuite d'eau dans l'agence, la porte est fermée",
    "Fuite de mémoire dans votre appli, mon téléphone chauffe",
    "Le tribunal a donné raison à votre enquête, bravo",
]
PANIC = [
    "Je panique total, la mi-temps approche et votre flux rame toujours",
    "Mais vous voulez ma mort ? Spoiler en une, un lundi matin",
    "J'ai pleuré toute la nuit, pas de saison quatre",
    "Rassurez-moi, la rediffusion passe bien dimanche ? je suis sur les nerfs",
    "Je défaille, quel dribble, quelle soirée",
    "Au secours mon brushing, votre laque colle comme du miel",
    "Frange ratée, vie ratée, quel produit pour la rattraper ?",
    "Je suis en deuil, mon mascara fétiche est retiré",
    "Le coloris est parti en dix secondes, je suis anéantie",
    "J'agonise, trois minutes de chargement à chaque mort",
    "Tuez-moi, encore un match perdu à cause d'un lag",
    "Plus de progression, plus de skins, plus d'envie, rendez-moi mon compte",
    "Je veux ma valise, je vis avec le même tee-shirt depuis samedi",
    "Coincés à Nice sans chambre, vous prévoyez quoi pour nous ?",
    "Courage, ça m'est arrivé aussi, ils ont fini par envoyer quelqu'un",
    "Oh la pauvre, je suis désolée pour toi, quelle poisse",
    "Ça me fait mal pour toi, tiens-nous au courant",
    "Paix à ton forfait, parti trop tôt",
    "I'm hyperventilating, extra time and the picture freezes",
    "You ruined my whole week with that spoiler",
    "Sobbed through the finale, I need a blanket",
    "Please say it's on tonight, my nerves are shot",
    "That goal took ten years off my life",
    "My bangs are a crime scene, which product saves me?",
    "In mourning for the shade you dropped",
    "Sold out in ten seconds, I'm crushed",
    "Lost again to lag, just end me",
    "No progress, no skins, no will to log in, give me my account back",
    "Absolute emergency, line down and a meeting at two",
    "I'm begging you, make the remote work",
    "Aw, sorry about that, rotten luck",
    "That stings, hope you get an answer soon",
    "Rest in peace little data plan",
    "All my sympathy to the folks in Leeds tonight",
    "The app tells me to stand while I'm running, it is out to get me",
    "Zero steps today, am I a ghost?",
]
"""Everyday panic about matches, series, games, hair and bags, and members who console each other."""
CALLS = [
    "Je n'ai prévenu personne, mais ce soir j'arrête tout. Bon courage à vous.",
    "Depuis la saisie je ne sors plus de ma chambre, je voudrais que ça se termine",
    "Personne ne remarquerait si je n'étais plus là, même pas vous",
    "Mon ex a encore accès à notre compte et voit où je dors",
    "Il a changé le mot de passe, il lit tout, et quand il rentre je n'ose plus bouger",
    "Notre petite de deux ans attend son traitement, il est dans la soute",
    "Un monsieur de votre forum demande à mon fils de le rejoindre dehors",
    "Ma sœur est partie jeudi. Votre rappel de paiement est arrivé à son nom ce matin.",
    "On l'a mis en terre hier et vous lui souhaitez la bienvenue",
    "Papa est sourd et seul, sans la ligne il ne peut appeler personne",
    "J'ai fait une réaction, mes paupières sont fermées, que dois-je faire",
    "Le respirateur de ma mère dépend de cette prise, elle ne tient que deux heures sur batterie",
    "Votre personnel m'a portée comme un sac parce que la rampe manquait",
    "Trois semaines sans paie à cause du blocage, mes filles mangent chez les voisins",
    "L'avocat vous écrit demain, gardez tous les enregistrements",
    "On m'a demandé d'où je venais vraiment avant de me refuser le dossier",
    "Je vois les relevés d'une autre cliente dans mon espace, avec son adresse",
    "Le conseiller connaît mon quartier et m'a dit de faire attention en rentrant",
    "J'attends le technicien avec une barre, il va comprendre",
    "Mamie a signé pour trois ans, elle ne se souvient même pas de l'appel",
    "I told nobody, but tonight I am done with all of it. Take care.",
    "Since they took the house I have not left my bed and I wish it would stop",
    "No one would notice if I were gone, you least of all",
    "My ex still gets the location from our shared plan, he turned up at the shelter",
    "He reads every message on this account and I flinch when the door opens",
    "Our two-year-old's treatment is in the hold and she is due a dose",
    "A man on your forum wants my son to meet him outside",
    "My sister left us on Thursday and your payment reminder has her name on it",
    "We laid him to rest yesterday and you wish him a warm welcome",
    "Dad is deaf and on his own, without the line he can call nobody",
    "I reacted badly, both eyelids shut, what should I do now",
    "Mum's ventilator hangs on that socket and the battery lasts two hours",
    "Your staff carried me like luggage because there was no lift for my chair",
    "Three weeks without pay because of your block, my girls eat at the neighbours'",
    "Our solicitor writes tomorrow, keep all recordings",
    "They asked where I was really from before they turned me down",
    "I can see another customer's statements and home address when I sign in",
    "The agent knew my street and told me to be careful on the way home",
    "I'll be waiting for the engineer with a crowbar",
    "Nan signed for three years and cannot even recall the call",
]
BOTHERED = [
    "Réveillez-vous un peu, deux jours que j'attends un mot de vous",
    "Vous comptez me laisser longtemps en attente ? La musique me poursuit la nuit",
    "Faites un geste, quelque chose, n'importe quoi",
    "Je vous réclame 60 euros depuis l'automne, rien ne bouge",
    "La conseillère m'a ri au nez, je n'en reviens pas",
    "Mon colis fait le tour de France sans moi",
    "Ma femme a la fibre, moi l'ADSL, cherchez l'erreur",
    "Vous allez finir par me faire acheter une antenne",
    "Je rends la box demain, où est le bordereau ?",
    "Toute la famille se dispute le seul coin où ça capte",
    "Encore un appel à l'heure du repas pour me vendre un forfait",
    "J'ai demandé un responsable, on m'a mis dehors de la conversation",
    "Mon fils de dix ans a un billet enfant, faut-il une pièce d'identité ?",
    "Le vol part à 6 h, on dort où avec l'escale ?",
    "Mon mari a réservé deux fois, comment en annuler une ?",
    "Le voisin a été rétabli, pas moi, pourquoi ?",
    "Rendez-moi mon ancien numéro, je l'avais depuis quinze ans",
    "Quel mépris, aucune réponse à trois courriers",
    "Ma fille veut la version rose, quand revient-elle ?",
    "On vous a connus plus bavards, plus une nouvelle depuis mardi",
    "Wake up over there, I have waited two days for a word",
    "How long will you keep me on hold? That tune haunts me",
    "Do something, anything",
    "You have owed me 60 dollars since autumn and nothing moves",
    "The agent laughed at me, unbelievable",
    "My parcel is touring the country without me",
    "My wife got fibre, I got copper, explain that",
    "You will end up selling me an antenna",
    "Returning the router tomorrow, where is the label?",
    "The whole family fights over the one spot with signal",
    "Another call at dinner time to sell me a plan",
    "I asked for a manager and got thrown out of the chat",
    "My ten-year-old has a child fare, does he need ID?",
    "Flight leaves at 6, where do we sleep on the layover?",
    "My husband booked twice, how do we cancel one?",
    "Next door is back up and I am not, why?",
    "Give me back my old number, I had it for fifteen years",
    "Such contempt, three letters and no reply",
    "My daughter wants the pink one, when is it back?",
    "You used to be chattier, no news since Tuesday",
]
"""Forty calls and forty who are only bothered, written after the words of `signs.yml`."""
CALL = "You broke my wheelchair. Again. I cannot leave the hotel room."


def reasons(texts, **more):
    written = [post(str(n), text, **more) for n, text in enumerate(texts)]
    found = {person.post.text: person.reason for person in ranking.rank(written, PACK)}
    return [found.get(text) for text in texts]


def test_most_calls_for_help_reach_a_human_whatever_their_words():
    human = [reason in ranking.HUMAN for reason in reasons(HARD)]
    assert sum(human) >= 18, [text for text, found in zip(HARD, human, strict=True) if not found]


def test_few_ordinary_posts_that_sound_alike_do():
    human = [reason in ranking.HUMAN for reason in reasons(ORDINARY)]
    assert sum(human) <= 3, [text for text, found in zip(ORDINARY, human, strict=True) if found]


def test_everyday_panic_and_consoling_members_need_no_alarm():
    human = [reason in ranking.HUMAN for reason in reasons(PANIC)]
    assert sum(human) <= 3, [text for text, found in zip(PANIC, human, strict=True) if found]


def test_calls_and_who_is_only_bothered_are_told_apart():
    human = [reason in ranking.HUMAN for reason in reasons(CALLS)]
    assert sum(human) >= 22, [text for text, found in zip(CALLS, human, strict=True) if not found]
    bothered = [reason in ranking.HUMAN for reason in reasons(BOTHERED)]
    assert sum(bothered) <= 1, [t for t, found in zip(BOTHERED, bothered, strict=True) if found]


@pytest.mark.parametrize("said", [{"emotion": "joy"}, {"sentiment": 0.4}, {"intent": "praise"}])
def test_praise_and_what_is_said_gladly_is_no_call_for_help(said):
    assert alarm.raised_by([post("1", CALL)])
    assert not alarm.raised_by([post("1", CALL, **said)])


def test_no_post_and_no_words_raise_nothing():
    assert alarm.raised_by([]) == set()
    assert alarm.raised_by([post("1", " ")]) == set()


def test_named_danger_stands_before_what_is_only_alike():
    written = [
        post("1", CALL, followers=10_000),
        post("2", "I want to hurt myself", followers=0),
    ]
    assert [person.post.post_id for person in ranking.rank(written, PACK)] == ["2", "1"]


def test_weights_are_kept_as_they_were(tmp_path):
    kept = alarm.Weights(np.eye(2), np.array([0.0, 0.0, 1.0, -2.0, 4.0]), 0.5)
    kept.save(tmp_path / "alarm.npz")
    again = alarm.Weights.load(tmp_path / "alarm.npz")
    assert again.threshold == 0.5
    vectors = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert again.scores(vectors, np.array([[0.0], [1.0]])).tolist() == [1.0, 2.0]


def test_words_of_what_is_at_stake_are_seen_in_both_languages():
    body, *others = alarm.signs(
        ["Ma mère est à l'hôpital", "my wheelchair is broken", "la box clignote"]
    )
    assert alarm.groups("signs")[0] == "body"
    assert [body[0], others[0][0], others[1].sum()] == [1.0, 1.0, 0.0]
