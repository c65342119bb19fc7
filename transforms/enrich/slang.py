"""Short forms of social writing and the words they stand for, where no language gives them another meaning."""

SLANG = {
    # French
    "jpp": "j'en peux plus", "mdr": "mort de rire", "mdrr": "mort de rire", "ptdr": "mort de rire",
    "svp": "s'il vous plaît", "stp": "s'il te plaît", "slt": "salut", "bjr": "bonjour", "bsr": "bonsoir",
    "tjrs": "toujours", "tjs": "toujours", "tjr": "toujours", "pk": "pourquoi", "pkoi": "pourquoi",
    "pcq": "parce que", "psk": "parce que", "bcp": "beaucoup", "qd": "quand", "qqn": "quelqu'un",
    "qqch": "quelque chose", "rdv": "rendez-vous", "ajd": "aujourd'hui", "auj": "aujourd'hui", "dsl": "désolé",
    "tkt": "ne t'inquiète pas", "jsp": "je ne sais pas", "jcrois": "je crois", "chui": "je suis",
    "jsuis": "je suis", "jsui": "je suis", "jvais": "je vais", "jveux": "je veux", "pb": "problème",
    "pbs": "problèmes", "tlm": "tout le monde", "vmt": "vraiment", "vrmt": "vraiment", "mtn": "maintenant",
    "nrv": "énervé", "ouf": "incroyable", "snif": "triste", "maj": "mise à jour", "dispo": "disponible",
    "pbm": "problème", "appli": "application", "nn": "non", "oklm": "tranquille", "koi": "quoi", "koa": "quoi",
    # English
    "thx": "thanks", "thnx": "thanks", "tks": "thanks", "ty": "thank you", "tysm": "thank you so much",
    "pls": "please", "plz": "please", "plss": "please", "u": "you", "ur": "your", "idk": "i don't know",
    "imo": "in my opinion", "tbh": "to be honest", "ngl": "not gonna lie",
    "smh": "shaking my head in disappointment", "wtf": "what the fuck", "omg": "oh my god",
    "omfg": "oh my fucking god", "lmao": "laughing out loud", "lmfao": "laughing out loud",
    "lmaooo": "laughing out loud", "rofl": "laughing out loud", "cuz": "because", "coz": "because", "bc": "because",
    "b4": "before", "gr8": "great", "l8": "late", "cant": "can't", "dont": "don't", "didnt": "didn't",
    "doesnt": "doesn't", "isnt": "isn't", "wasnt": "wasn't", "couldnt": "couldn't", "wouldnt": "wouldn't",
    "shouldnt": "shouldn't", "havent": "haven't", "hasnt": "hasn't", "arent": "aren't", "wont": "won't",
    "im": "i'm", "ive": "i've", "thats": "that's", "whats": "what's", "ppl": "people", "msg": "message",
    "msgs": "messages", "asap": "as soon as possible", "btw": "by the way", "ffs": "for fuck's sake",
    "yrs": "years", "hrs": "hours", "mins": "minutes", "rn": "right now", "ily": "i love you", "fave": "favourite",
    "fam": "family", "tho": "though", "thru": "through", "w": "with", "bday": "birthday", "def": "definitely",
    "obv": "obviously", "prob": "probably", "probs": "probably", "srsly": "seriously", "srly": "seriously",
    "cmon": "come on", "gonna": "going to", "wanna": "want to", "gotta": "have to", "gimme": "give me",
    "lemme": "let me", "kinda": "kind of", "aint": "isn't", "ain't": "isn't", "yall": "you all", "y'all": "you all",
}
"""Lower-case short form -> words."""

EMOTICONS = {
    ":)": "smiling face", ":-)": "smiling face", "=)": "smiling face", "^^": "smiling face", ":d": "grinning face",
    ":-d": "grinning face", "xd": "laughing face", ";)": "winking face", ";-)": "winking face",
    ":p": "playful face", ":(": "sad face", ":-(": "sad face", ":'(": "crying face", ":/": "annoyed face",
    ":-/": "annoyed face", ":o": "astonished face", ":-o": "astonished face", "<3": "red heart",
    "</3": "broken heart", ">:(": "angry face", "-_-": "annoyed face", ":s": "worried face", ":@": "angry face",
}
"""Lower-case emoticon -> the name an emoji of the same face would have."""
