"""The model in the package: it is there, small, quick to load, what models/ gives, and it translates."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tqcheck.engines import manifest
from tqcheck.engines.base import Forced, Pair, Translation
from tqcheck.engines.catalogue import EMBEDDED, Catalogue
from tqcheck.engines.convert import convert
from tqcheck.engines.ctranslate import CTranslateEngine
from tqcheck.engines.marian import MarianEngine
from tqcheck.engines.model import Kind, Model
from tqcheck.function_words import FUNCTION_WORDS

MODELS = Path(__file__).parents[2] / "models"
EN_FR, FR_EN = Pair("en", "fr"), Pair("fr", "en")
TEXTS = {
    EN_FR: [
        "The mayor of the city opened a new school on Monday.",
        "The government said that the law was not good for the people.",
        "“We are very happy with the results”, the president said in 2019.",
        "There were 45 people in the house when the fire started.",
    ],
    FR_EN: [
        "Le maire de la ville a ouvert une nouvelle école lundi.",
        "Le gouvernement a dit que la loi n’était pas bonne pour les gens.",
        "« Nous sommes très heureux des résultats », a déclaré le président en 2019.",
        "Il y avait 45 personnes dans la maison quand le feu a pris.",
    ],
}
both = pytest.mark.parametrize("pair", [EN_FR, FR_EN], ids=str)


class Only:
    """Resolves to one folder."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def resolve(self, pair: Pair, kind: Kind) -> tuple[Model, ...]:
        return (self.model,)


def described(folder: Path, pair: Pair, place: Path | None = None) -> Model:
    """The model that model.json in `folder` describes, its weights in `place` if given."""
    found = manifest.read(folder)
    kind = Kind.CTRANSLATE2 if place else found.kind
    spm = folder / found.source_spm
    return Model(pair, place or folder, kind, found.name, "0" * 64, spm, spm, found.targets[pair.target], True)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> CTranslateEngine:
    return CTranslateEngine(Catalogue(), threads=2)


def test_the_files_are_whole_and_small() -> None:
    for pair in (EN_FR, FR_EN):
        found = manifest.read(EMBEDDED / str(pair))
        assert {"model.bin", "config.json", "shared_vocabulary.json", "sentencepiece.model"} <= set(found.files)
        for name, stamp in found.files.items():
            assert manifest.sha256(EMBEDDED / str(pair) / name) == stamp.sha256
    assert sum(path.stat().st_size for path in EMBEDDED.rglob("*") if path.is_file()) <= 30_000_000


@both
def test_it_translates(engine: CTranslateEngine, pair: Pair) -> None:
    outcomes = engine.translate(TEXTS[pair], pair, 3)
    words: list[str] = []
    for text, outcome in zip(TEXTS[pair], outcomes, strict=True):
        assert isinstance(outcome, Translation), outcome
        assert len(text) / 2 < len(outcome.text) < 2 * len(text)
        assert outcome.score < 0
        assert outcome.text not in outcome.alternatives
        words += outcome.text.lower().replace("'", " ").split()
    wanted, left = (
        sum(word in FUNCTION_WORDS[code] - FUNCTION_WORDS[other] for word in words)
        for code, other in (pair[::-1], pair)
    )
    assert wanted >= 8
    assert left <= 3
    assert any("2019" in word or "45" in word for word in words)


@both
def test_its_score_is_that_of_forced_decoding(engine: CTranslateEngine, pair: Pair) -> None:
    outcomes = engine.translate(TEXTS[pair], pair)
    outputs = [outcome.text for outcome in outcomes if isinstance(outcome, Translation)]
    for outcome, forced in zip(outcomes, engine.score(TEXTS[pair], outputs, pair), strict=True):
        assert isinstance(outcome, Translation)
        assert isinstance(forced, Forced)
        # int8 rounds a little differently where tokens come one by one, and pieces of one character count as one.
        assert forced.mean == pytest.approx(outcome.score, abs=0.15)


@both
def test_a_right_translation_is_likelier_than_a_wrong_one(engine: CTranslateEngine, pair: Pair) -> None:
    sources, targets = TEXTS[pair], TEXTS[pair.back]
    right = engine.score(sources, targets, pair)
    wrong = engine.score(sources, targets[::-1], pair)
    for one, other in zip(right, wrong, strict=True):
        assert isinstance(one, Forced)
        assert isinstance(other, Forced)
        assert one.mean > other.mean


def test_what_no_word_is_passes_through_unchanged(engine: CTranslateEngine) -> None:
    texts = ["1 234,5 %", "https://example.org/a", "", "redaction@example.fr"]
    assert [outcome.text for outcome in engine.translate(texts, FR_EN) if isinstance(outcome, Translation)] == texts


@pytest.mark.parametrize("text", ["Bravo pour la victoire 🎉 !", "Le mot 京都 est le nom de la ville."])
def test_characters_outside_the_vocabulary_survive(engine: CTranslateEngine, text: str) -> None:
    (outcome,) = engine.translate([text], FR_EN)
    assert isinstance(outcome, Translation)
    assert all(sign in outcome.text for sign in text if sign in "🎉京都")


def test_hostile_texts_do_no_harm(engine: CTranslateEngine) -> None:
    texts = [
        "a\ud800b",
        "\x00\x01",
        "x" * 3000,
        "\u0301" * 500,
        ">>en<< non",
        "</s> oui <unk>",
        "\u202eoui",
        "mot\nmot",
    ]
    assert len(engine.translate(texts, FR_EN)) == len(texts)
    assert len(engine.score(texts, texts[::-1], FR_EN)) == len(texts)


@both
def test_it_loads_in_under_a_second(pair: Pair) -> None:
    begin = time.perf_counter()
    fresh = CTranslateEngine(Catalogue(), threads=1)
    fresh._get(fresh.models(pair)[0])
    assert time.perf_counter() - begin < 1


def test_it_needs_no_torch() -> None:
    code = (
        "import sys; sys.modules['torch'] = sys.modules['transformers'] = None\n"
        "from tqcheck.engines.base import Pair\n"
        "from tqcheck.engines.catalogue import Catalogue\n"
        "from tqcheck.engines.ctranslate import CTranslateEngine\n"
        "print(CTranslateEngine(Catalogue(), threads=1).translate(['The house is blue.'], Pair('en', 'fr'))[0].text)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@both
def test_the_shipped_model_is_what_models_gives(engine: CTranslateEngine, pair: Pair, tmp_path: Path) -> None:
    trained = MODELS / str(pair)
    said = json.loads((EMBEDDED / str(pair) / "model.json").read_text("utf-8"))
    assert said["converted_from"] == manifest.sha256(trained / "model.safetensors")
    made = convert(trained, tmp_path / "made")
    again = CTranslateEngine(Only(described(trained, pair, made)), threads=2)
    assert again.translate(TEXTS[pair], pair) == engine.translate(TEXTS[pair], pair)
    assert again.score(TEXTS[pair], TEXTS[pair.back], pair) == engine.score(TEXTS[pair], TEXTS[pair.back], pair)


@both
def test_int8_is_near_float32(engine: CTranslateEngine, pair: Pair, tmp_path: Path) -> None:
    """docs/model.md states these bounds: 0.2 nats a token in the mean, and a mean error of 0.1 at most."""
    made = convert(MODELS / str(pair), tmp_path / "made", "float32")
    exact = CTranslateEngine(Only(described(MODELS / str(pair), pair, made)), threads=2, compute_type="float32")
    results = [one.score(TEXTS[pair], TEXTS[pair.back], pair) for one in (engine, exact)]
    int8, float32 = ([token.logprob for forced in some for token in forced.tokens] for some in results)  # type: ignore[union-attr]
    differences = [one - other for one, other in zip(int8, float32, strict=True)]
    assert sum(map(abs, differences)) / len(differences) < 0.2
    assert abs(sum(differences)) / len(differences) < 0.1


@pytest.mark.torch
@both
def test_transformers_agrees_in_float32(pair: Pair, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    trained = MODELS / str(pair)
    made = convert(trained, tmp_path / "made", "float32")
    default = CTranslateEngine(Only(described(trained, pair, made)), threads=2, compute_type="float32")
    reference = MarianEngine(Only(described(trained, pair)))
    translations = [one.translate(TEXTS[pair], pair, 2) for one in (default, reference)]
    for one, other in zip(*translations, strict=True):
        assert isinstance(one, Translation)
        assert isinstance(other, Translation)
        assert (one.text, one.alternatives) == (other.text, other.alternatives)
        assert one.score == pytest.approx(other.score, abs=0.001)
    forced = [one.score(TEXTS[pair], TEXTS[pair.back], pair) for one in (default, reference)]
    for one_forced, other_forced in zip(*forced, strict=True):
        assert isinstance(one_forced, Forced)
        assert isinstance(other_forced, Forced)
        assert [(t.start, t.end) for t in one_forced.tokens] == [(t.start, t.end) for t in other_forced.tokens]
        assert [t.logprob for t in one_forced.tokens] == pytest.approx(
            [t.logprob for t in other_forced.tokens], abs=0.001
        )


def test_the_sample_in_the_readme_is_what_is_printed() -> None:
    root = MODELS.parent
    sample = next(part for part in (root / "README.md").read_text("utf-8").split("```") if "  Seen in  " in part)
    environment = {**os.environ, "COLUMNS": "80", "TQCHECK_ENGINE": "ctranslate"}
    command = [sys.executable, "-m", "tqcheck", "score", "corpora/fr-en/river-flood/raw.en.txt"]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1, done.stderr
    assert sample.strip() in done.stdout
