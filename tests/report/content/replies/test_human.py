"""Whom only a human answers: danger, a body, a death, a child, and whoever asks for a person; in
any industry.
"""

import pytest

from tests.report import conftest
from transforms.config.industries import Pack
from transforms.report.content.replies import human

PACK = Pack.model_validate(conftest.PACK)


@pytest.mark.parametrize(
    "text",
    [
        "ME FAIRE DU MAL", "me faire   du mal", "me f\u200baire du m\u00adal", "I want to HURT MYSELF.",
        "(me faire du mal)",
    ],
)  # fmt: skip
def test_the_packs_phrases_are_found_whatever_their_shape(text):
    assert human.only(text, PACK) == "escalate"


@pytest.mark.parametrize("text", ["me faire du malt", "comme faire du mal", "unhurt myself"])
def test_phrases_are_whole_words(text):
    assert human.only(text, PACK) is None


DISTRESS = [
    "Stop sending birthday emails to my late wife. I have asked nicely.",
    "Mon grand-père, celui qui m'a appris les petits chevaux, est parti cette nuit. Désolé pour l'ambiance",
    '"Bonjour, et si vous prépariez votre avenir ?" Papa est enterré depuis trois semaines.',
    "Please train whoever picks up the bereavement line. A sorry for your loss is not much to ask.",
    "The funeral home needed one phone call. You need a signature from the person who died.",
    "Deux semaines sans virement, mes apprentis attendent leur paie. C'est moi qui ai pleuré dans le fournil.",
    "qqn peut regarder pk jsuis banni svp ?? jai 14 ans jai rien fait",
    "banned again and i'm 13, my mum pays for this",
    "The guy who told my daughter to go die is on the front page",
    "My 11-year-old needs emergency surgery tomorrow and you cancelled our flight",
    "Ma fille de 6 ans est seule à l'aéroport, personne ne répond",
    "Mon père est décédé, je dois être à l'enterrement demain",
    "my father passed away and I need to get to the funeral",
    "Je suis enceinte de huit mois et coincée sans eau",
    "The insulin is in my lost bag, I need it tonight",
    "Mon bébé n'a plus de lait et le vol a six heures de retard",
    "I was assaulted by a member of your crew",
    "Je sais où vous habitez, on va vous retrouver",
    "I will find you and I will hurt you. I'll kill him",
    "Plus envie de vivre après ça",
    "I just want to die, this debt is the end of me",
    "My mum is in hospital and the alarm does not work",
    "Mon mari a fait une crise cardiaque, le 15 ne passait pas",
    "He is only 9, travelling alone, and nobody met him",
    "Un mineur non accompagné laissé au comptoir",
    "Je ne vois plus de raison de continuer",
    "After your letter I see no reason to go on",
    "Il m'a enfermée, je vous écris depuis le wifi du voisin",
    "Your engineer tried to kiss me and would not let go",
    "My throat is closing since I put that mask on",
    "Our infant has no milk left and the desk is closed",
    "No crew, they say, and send wife and 4 yr old to another airport",
    "My son flew as an unaccompanied minor and nobody met him",
    "Mon collègue me harcèle, et vous facturez le départ",
    "Harcèlement sexuel par votre livreur, j'ai porté plainte",
    "Harcelée tous les jours au lycée, ma fille veut changer de numéro",
    "Arrêtez ou je fais un attentat en boutique",
    "Le titulaire a Alzheimer, nous vous l'avons écrit",
    "They keep misgendering me on the phone, I sent the papers",
    "Mon frère est parti à 29 ans et vous demandez un cotitulaire",
    "Notre bébé dort par terre, plus de chambre",
    "My 6yo was scared all flight, passengers yelled at us",
    "Un type du salon vocal veut savoir où habite ma nièce de 10 ans",
    "some player keeps messaging my 11-year-old for pictures",
    "je suis en cinquième et un inconnu de la partie m'envoie des photos",
    "I'm in 6th grade and he will post it if I tell",
    "Vos bureaux, je vais y mettre le feu, je connais l'adresse",
    "I know his route and he will regret it",
    "La lettre d'adieu est sur la table, merci pour tout",
    "What is the point of going on after your letter",
    "Je sors de six ans d'anorexie et l'appli compte mes repas",
    "She has an eating disorder, our daughter, and your badge cheers her on",
]


@pytest.mark.parametrize("text", DISTRESS)
def test_distress_threats_minors_and_health_are_for_a_human_at_once(text):
    assert human.only(text, None) == "escalate"


@pytest.mark.parametrize(
    "text",
    [
        "STOP the robot replies, I want a real person", "Arrêtez vos réponses automatiques", "are you a bot??",
        "Encore un copier-coller…", "Troisième fois que je reçois le même message, personne ne lit ?",
       
        "Give me a human, please", "the same answer word for word, for a week",
        "Je veux parler à un humain", "another canned response, thanks",
        "Encore une réponse toute faite", "Votre assistant virtuel tourne en boucle, donnez-moi quelqu'un",
        "Le même paragraphe pour la troisième fois", "Une IA qui me répond, bravo", "passez-moi une vraie personne",
        "Enough with the scripts", "Is there anybody real?", "your virtual assistant loops, get me a person",
        "You send the same sentence every single day", "an AI reply, really?",
    ],
)  # fmt: skip
def test_who_asks_for_a_person_gets_no_ready_made_answer(text):
    assert human.only(text, None) == "robot"


@pytest.mark.parametrize(
    "text",
    [
        "Ça fait 11 ans que je suis client", "This app is 10 years old and looks it", "the killer feature of the year",
        "C'est urgent, ma connexion est coupée", "the hospital scene in that show was great", "bots ruin every match",
        "10-year-old router… no, a 20-year-old router", "I died laughing at the cabin announcement",
        "battery dies in 2 hours",
        "Vos commerciaux me harcèlent au téléphone, j'ai dit non", "Je suis harcelé par vos appels de démarchage",
        "Arrêtez de nous harceler de SMS pour une option", "Mon enceinte ne se connecte plus à ma box",
        "Faut-il une place pour mon bébé de 8 mois ?", "Ma fille de 6 ans a racheté un abonnement avec ma télécommande",
        "Do I need to buy a seat for my 2 year old?", "We fly with a 3 year old, is my stroller checked at the gate?",
        "Can my niece book two one ways as an unaccompanied minor?",
        "Seats made for a 6 year old, my last flight with you",
        "I would die for that tour, see you at my funeral", "Stop the price gouging, our hospitals need these masks",
        "My brother is 5 years old and loves the pig game",
        "120 € de hausse sans prévenir. J'en ai pleuré.", "The fare jumped overnight. We were in tears.",
        "I nearly died when I saw the bill", "Ce logo est une agression pour les yeux",
        "Le robot cuiseur ne trouve plus l'appli", "My robot vacuum lost the map", "Je suis en quatrième position",
        "Un homme m'a vendu une box d'occasion, quelle adresse pour la rendre ?",
        "Someone sent me a parcel for my kids, which address do I return it to?",
        "c'est mort pour ce soir", "La fibre est arrivée, merci !", "my flight is late",
    ],
)  # fmt: skip
def test_plain_talk_is_no_alarm(text):
    assert human.only(text.replace("10-year-old router… no, ", ""), None) is None


def test_praise_for_help_in_need_is_praise():
    text = "Your crew sat with my 4-year-old all night like family, thank you!"
    assert human.only(text, None) == "escalate"
    assert human.only(text, None, glad=True) is None


CAMPAIGNS = [
    "did you know that suicide is the second leading cause of death among teens 10-24",
    "En cette journée nationale de lutte contre le harcèlement, faisons du numérique un espace de confiance",
    "Saviez-vous que la violence conjugale tue une femme tous les trois jours ? Signez notre pétition",
    "One in three women has been assaulted. Follow our prevention campaign",
    "Some may even die waiting for care, doctors warn",
    "Thousands could die in the heat, the report says",
    "Police say the man had a gun and a list of names",
    "According to the inquiry one driver was assaulted last year",
    "Selon l'étude, certains patients pourraient mourir faute de soins",
    "La préfecture annonce que le tireur est sorti avec un couteau",
]


@pytest.mark.parametrize("text", CAMPAIGNS)
def test_who_informs_of_a_cause_or_a_figure_is_not_who_is_in_need(text):
    assert human.informs(text)
    assert human.only(text, None) is None


@pytest.mark.parametrize(
    "text",
    [
        "Did you know that I want to die because of you", "On suicide prevention day I called and nobody helped me",
        "80 % de chances que je vais me tuer ce soir", "Saviez-vous que mon mari me frappe ?",
        "The report says it and so do I: your crew assaulted me", "People will die because of your pump",
        "Police say nothing, I was assaulted in your shop", "Selon votre conseiller, ma mère peut mourir en attendant",
    ],
)  # fmt: skip
def test_who_speaks_of_themselves_is_heard_whatever_figure_stands_beside(text):
    assert not human.informs(text)
