"""The names and the tags of languages."""

from __future__ import annotations

_NAMES = {
    "ar": ("Arabic", "العربية"),
    "bg": ("Bulgarian", "български"),
    "ca": ("Catalan", "català"),
    "cs": ("Czech", "čeština"),
    "da": ("Danish", "dansk"),
    "de": ("German", "Deutsch"),
    "el": ("Greek", "ελληνικά"),
    "en": ("English", "English"),
    "es": ("Spanish", "español"),
    "et": ("Estonian", "eesti"),
    "fa": ("Persian", "فارسی"),
    "fi": ("Finnish", "suomi"),
    "fr": ("French", "français"),
    "he": ("Hebrew", "עברית"),
    "hi": ("Hindi", "हिन्दी"),
    "hr": ("Croatian", "hrvatski"),
    "hu": ("Hungarian", "magyar"),
    "id": ("Indonesian", "Bahasa Indonesia"),
    "it": ("Italian", "italiano"),
    "ja": ("Japanese", "日本語"),
    "ko": ("Korean", "한국어"),
    "lt": ("Lithuanian", "lietuvių"),
    "lv": ("Latvian", "latviešu"),
    "nl": ("Dutch", "Nederlands"),
    "no": ("Norwegian", "norsk"),
    "pl": ("Polish", "polski"),
    "pt": ("Portuguese", "português"),
    "ro": ("Romanian", "română"),
    "ru": ("Russian", "русский"),
    "sk": ("Slovak", "slovenčina"),
    "sl": ("Slovenian", "slovenščina"),
    "sv": ("Swedish", "svenska"),
    "sw": ("Swahili", "Kiswahili"),
    "tr": ("Turkish", "Türkçe"),
    "uk": ("Ukrainian", "українська"),
    "vi": ("Vietnamese", "Tiếng Việt"),
    "zh": ("Chinese", "中文"),
}
"""In English, and in the language itself."""


def name_of(code: str | None) -> str:
    """The English name of a language, or its code where we have none."""
    return _NAMES[code][0] if code in _NAMES else code or "unknown language"


def code_of(name: str) -> str | None:
    """The code of a language by its name in English or in itself; ``None`` where we know none of that name."""
    low = name.strip().casefold()
    return next((code for code, names in _NAMES.items() if low in (names[0].casefold(), names[1].casefold())), None)


def normalise(tag: str) -> str:
    """The bare ISO 639-1 code of a language tag: ``zh-cn`` gives ``zh``, ``en_US`` ``en``, ``nb`` ``no``."""
    bare = tag.strip().replace("_", "-").split("-", 1)[0].lower()
    return {"nb": "no", "nn": "no", "iw": "he", "in": "id"}.get(bare, bare)
