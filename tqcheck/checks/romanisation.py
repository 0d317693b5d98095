"""Russian names in Latin letters: from the French or German spelling back to Cyrillic, and from there to English.

The French and German tables are those of the press and of the Duden; the English one is BGN/PCGN 1947 without its
signs, with the endings -sky, -y and -ai/-ei that English papers write.
"""

from __future__ import annotations

import re
from functools import cache

from tqcheck.checks.later import later

_TABLES: dict[str, str] = {
    # Spelling and letter, in pairs; the longest spelling is tried first.
    "fr": (
        "chtch щ tch ч ch ш kh х dj дж j ж tz ц ts ц iou ю ïou ю you ю ou у ïa я ya я ïe е ye е ïo ё io ио gu г ss с "
        "aï ай eï ей oï ой uï уй ï й é е è е ê е ë е a а b б c к d д e е f ф g г h х i и k к l л m м n н o о p п q к "
        "r р s с t т u у v в w в x кс y ы z з"
    ),
    "de": (
        "schtsch щ tsch ч sch ш ch х sh ж ts ц z ц ju ю ja я je е jo ё ew ев w в ss с s с v в j й a а b б c ц d д e е "
        "f ф g г h х i и k к l л m м n н o о p п q к r р t т u у x кс y ы ä э ö ё ü ю"
    ),
    "from-en": (
        "shch щ sh ш ch ч zh ж kh х ts ц yu ю ya я yo ё ye е ai ай ei ей oi ой ui уй oy ой ey ей ay ай x кс "
        "a а b б c к d д e е f ф g г h х i и j дж k к l л m м n н o о p п r р s с t т u у v в w в y ы z з"
    ),
    "en": (
        "а a б b в v г g д d е e ё yo ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh "
        "щ shch ъ _ ы y ь _ э e ю yu я ya"
    ),
}
_CONSONANTS = "bcdfghjklmnprstvz"
_FRENCH_SOFT = later(f"(?<=[{_CONSONANTS}])ia(?=[{_CONSONANTS}])")
_SIGNS = str.maketrans("", "", "ьъ")
_VOWELS = "аеёиоуыэюя"
_GIVEN = (
    "Алексей Анатолий Андрей Антон Аркадий Богдан Борис Вадим Валерий Василий Виктор Виталий Владимир Владислав "
    "Всеволод Вячеслав Геннадий Георгий Григорий Дмитрий Евгений Егор Иван Игорь Илья Иосиф Кирилл Константин "
    "Леонид Максим Михаил Никита Николай Олег Павел Роман Руслан Сергей Станислав Тимур Тимофей Фёдор Юрий Ярослав "
    "Галина Евгения Екатерина Елена Зоя Ирина Ксения Лариса Людмила Надежда Наталья Оксана Ольга Светлана Татьяна "
    "Юлия "
    "Азамат Айгуль Айнур Гульнара Дилшод Динара Ильдар Нурлан Нурсултан Рамзан Рустам Рустем Улугбек Шавкат Эльвира "
    "Эльдар"
)
"""Given names of Russia and of the states where Russian is written beside the language of the country."""


@cache
def _table(system: str) -> tuple[re.Pattern[str], dict[str, str]]:
    items = _TABLES[system].split()
    table = dict(zip(items[::2], items[1::2], strict=True))
    spellings = sorted(table, key=len, reverse=True)
    return later("|".join(map(re.escape, spellings))), table


def cyrillic(name: str, system: str) -> str | None:
    """The Cyrillic spelling, in lower case, behind a name in the French (``fr``), German (``de``) or English
    (``from-en``) romanisation.

    ``None`` where a letter has no counterpart. The soft sign is not recovered.
    """
    word = name.lower()
    if system == "fr":
        word = _FRENCH_SOFT.sub("я", word)
        word = re.sub("(?<=[aeo])ïe", "е", word)
        word = re.sub("(?<=[aeo])ïa", "я", word)
        word = re.sub("^ia", "я", word)
        word = re.sub("^ie", "е", word)
        word = re.sub(f"(?<=[{_CONSONANTS}])ine$", "in", word)
        word = re.sub(r"gu(?=[aouy])", "gou", word)
    word = re.sub(r"sk[iy]$", "ский", word)
    if len(word) > 4:
        word = re.sub(f"(?<=[{_CONSONANTS}])i$", "ий", word)
        word = re.sub(f"(?<=[{_CONSONANTS}])ia$", "ия", word)
    if system == "de":
        word = re.sub("tschow$", "tschew", word)
        word = re.sub("(?<=[aeo])i(?=[bcdfgklmnprstvwz])", "й", word)
    pattern, table = _table(system)
    rest = pattern.sub("", word)
    if not all("а" <= char <= "ё" for char in rest):
        return None
    return pattern.sub(lambda match: table[match.group()], word)


def english(name: str) -> str:
    """The English spelling, with a capital, of a name in Cyrillic letters."""
    word = name.lower()
    # English had the composer’s name by way of German before it had rules.
    word = re.sub("^чайковск", "tчайковск", word)
    word = re.sub("ский$", "sky", word)
    word = re.sub("рий$", "ri", word) if word == "юрий" else re.sub("ий$", "y", word)
    word = re.sub("ой$", "oy", word)
    word = re.sub("ия$|ья$", "ia", word)
    word = word.replace("кс", "x")
    # Е is “ye” at the start of a name and behind a vowel, other than in the ending -ев of “Dmitriev”.
    word = re.sub("^е", "ye", word)
    word = re.sub("(?<=[аоуэюя])е", "ye", word)
    pattern, table = _table("en")
    word = pattern.sub(lambda match: table[match.group()], word).replace("_", "")
    return word[:1].upper() + word[1:]


def french(name: str) -> str:
    """The French spelling, with a capital, of a surname in Cyrillic letters."""
    word = re.sub("ский$", "ski", name.lower())
    word = re.sub("ская$", "skaïa", word)
    return _to_french(re.sub("ин$", "ine", word)).capitalize()


UKRAINIAN = {
    "Anatoliï": "Anatoliy",
    "Andriï": "Andriy",
    "Hennadiï": "Hennadiy",
    "Heorhiï": "Heorhiy",
    "Hryhoriï": "Hryhoriy",
    "Ievhen": "Yevhen",
    "Iouriï": "Yuriy",
    "Mykhaïlo": "Mykhailo",
    "Oleksiï": "Oleksiy",
    "Serhiï": "Serhiy",
    "Valeriï": "Valeriy",
    "Vassyl": "Vasyl",
    "Viatcheslav": "Vyacheslav",
    "Vitaliï": "Vitaliy",
}
"""Ukrainian given names as French writes them, with letters that no Russian table knows, and as English does."""


@cache
def given_names(system: str) -> dict[str, str]:
    """How French or German (by `system`) writes Slavic given names: the spelling and the English one."""
    names = {spelling: english(name) for name in _GIVEN.split() for spelling in _spellings(name.lower(), system)}
    if system == "fr":
        # The last letter of Георгий is й, of which French leaves nothing, and of Gueorgui a sound between.
        names |= {**UKRAINIAN, "Gueorgui": "Georgy", "Guéorgui": "Georgy"}
    return names


def _spellings(name: str, system: str) -> set[str]:
    if system == "fr":
        return _french(name)
    word = re.sub("ий$", "i", name)
    word = _spelled(word, "щ schtsch ч tsch ш sch ж sch х ch ц z кс x")
    word = re.sub("^е", "je", word)
    word = re.sub(f"(?<=[{_VOWELS}])е", "je", word)
    word = _spelled(
        word, "а a б b в w г g д d е e з s и i й j к k л l м m н n о o п p р r с s т t у u ф f ё jo ю ju я ja"
    )
    return {word.translate(_SIGNS).capitalize()}


def _to_french(name: str) -> str:
    word = re.sub("ий$", "i", name)
    word = re.sub("г(?=[еиёэ])", "gu", word)
    word = re.sub("ия$|ья$", "ia", word)
    word = re.sub("оя$", "oïa", word)
    word = _spelled(word, "щ chtch ч tch ш ch ж j х kh ц ts кс x")
    word = re.sub("(?<=[аеоу])[йи]", "ï", word)
    word = _spelled(word, "а a б b в v г g д d е e з z и i й ï к k л l м m н n о o п p р r с s т t у ou ф f ё io ю iou")
    return word.replace("я", "ia").translate(_SIGNS)


def _french(name: str) -> set[str]:
    word = _to_french(name)
    forms = {word, word.replace("ss", "s")}
    forms |= {re.sub("(?<=[aeiou])s(?=[aeiou])", "ss", form) for form in forms}
    forms |= {form.replace("gue", "gué") for form in forms}
    forms |= {form.replace("ale", "alé", 1) for form in forms if form.startswith("vale")}
    forms |= {"i" + form for form in forms if form[0] == "e"}
    forms |= {"y" + form[1:] for form in forms if form.startswith(("iou", "ia", "ie"))}
    return {form.capitalize() for form in forms}


def _spelled(word: str, pairs: str) -> str:
    items = pairs.split()
    for letters, spelling in zip(items[::2], items[1::2], strict=True):
        word = word.replace(letters, spelling)
    return word
