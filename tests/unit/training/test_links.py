"""Words that are each other's translation are found by counting."""

from tqcheck.training.links import Links, words

NOUNS = {"dog": "chien", "cat": "chat", "bird": "oiseau", "horse": "cheval", "cow": "vache", "goat": "chèvre"}
VERBS = {"sleeps": "dort", "eats": "mange", "runs": "court"}
PAIRS = [
    (f"The {noun} {verb} here.", f"Le {nom} {verbe} ici.")
    for noun, nom in NOUNS.items()
    for verb, verbe in VERBS.items()
]


def linked(source: str, target: str) -> dict[str, str]:
    both = [[words(pair[side]) for pair in PAIRS] for side in (0, 1)]
    here, there = words(source), words(target)
    return {here[i].text: there[j].text for i, j in Links.of(*both).between(here, there).items()}


def test_a_word_is_linked_to_what_it_stands_beside_most() -> None:
    found = linked("A goat eats.", "Une chèvre mange.")
    assert found == {"goat": "chèvre", "eats": "mange"}


def test_a_name_is_linked_to_itself_and_an_unknown_word_to_nothing() -> None:
    found = linked("Vorge sleeps soundly", "Vorge dort profondément")
    assert found["Vorge"] == "Vorge"
    assert "soundly" not in found


def test_words_keep_their_places() -> None:
    text = "The goat’s well-kept field."
    assert all(text[word.start : word.end] == word.text for word in words(text))
    assert "well-kept" in [word.text for word in words(text)]
