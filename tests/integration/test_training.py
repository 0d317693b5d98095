"""`tqcheck models train` from pairs to a model that translates."""

import json
import os
import random
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tqcheck.cli import main
from tqcheck.engines.base import Pair

EN_FR = Pair("en", "fr")
ENGLISH = "sun moon stone tree river house bird horse bread wind snow road garden lamp table door"
FRENCH = "soleil lune pierre arbre fleuve maison oiseau cheval pain vent neige route jardin lampe table porte"
WORDS = dict(zip(ENGLISH.split(), FRENCH.split(), strict=True))
OPTIONS = "--size nano --pieces 400 --threads 1 --device cpu --batch-tokens 600 --rate 3e-3 --warm-up 40"
QUICK = OPTIONS.split()


def toy_pairs(count: int, seed: int = 3) -> list[tuple[str, str]]:
    """Sentences of a language that differs from English in its words alone."""
    chance = random.Random(seed)
    sentences: dict[tuple[str, ...], None] = {}
    while len(sentences) < count:
        sentences[tuple(chance.choice(list(WORDS)) for _ in range(chance.randint(3, 5)))] = None
    return [(" ".join(words), " ".join(WORDS[word] for word in words)) for words in sentences]


def write_pairs(path: Path, pairs: list[tuple[str, str]]) -> Path:
    path.write_text("".join(f"{source}\t{target}\n" for source, target in pairs), encoding="utf-8")
    return path


def train(*arguments: object) -> int:
    return main(["models", "train", *map(str, arguments)])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_pairs(tmp_path / "pairs.tsv", toy_pairs(140))


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that has learnt the toy language; some ten seconds of one core."""
    pytest.importorskip("torch")
    folder = tmp_path_factory.mktemp("toy")
    data = write_pairs(folder / "pairs.tsv", toy_pairs(400))
    code = train("--from", "en", "--to", "fr", "--data", data, "--out", folder / "model", "--steps", 220, *QUICK)
    assert code == 0
    return folder / "model"


@pytest.mark.torch
def test_a_toy_language_is_learnt(learnt: Path, tmp_path: Path) -> None:
    from tqcheck.training import held_out
    from tqcheck.training.corpus import Held
    from tqcheck.training.model_folder import read

    unseen = [Held(*pair) for pair in toy_pairs(30, seed=99)]
    metrics = {
        metric.name: metric.value for metric in held_out.score(learnt, read(learnt).vocabulary, ">>fr<<", unseen)
    }
    assert metrics["chrF++"] > 70
    assert metrics["BLEU"] > 35


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")
def test_transformers_and_ctranslate2_translate_alike(learnt: Path, tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers")
    import ctranslate2
    import torch

    from tqcheck.engines.convert import convert
    from tqcheck.training.model_folder import read

    sources = [source for source, _ in toy_pairs(12, seed=7)]
    model = transformers.MarianMTModel.from_pretrained(learnt).float().eval()
    tokenizer = transformers.MarianTokenizer.from_pretrained(learnt)
    batch = tokenizer([f">>fr<< {source}" for source in sources], return_tensors="pt", padding=True)
    with torch.no_grad():
        theirs = tokenizer.batch_decode(model.generate(**batch, num_beams=1), skip_special_tokens=True)
    vocabulary = read(learnt).vocabulary
    encoded = [[">>fr<<", *(vocabulary.tokens[at] for at in ids), "</s>"] for ids in vocabulary.encode(sources, False)]
    translator = ctranslate2.Translator(str(convert(learnt, tmp_path / "ct2", "float32")), intra_threads=1)
    results = translator.translate_batch(encoded, beam_size=1)
    assert vocabulary.decode([result.hypotheses[0] for result in results]) == theirs
    assert model.config.decoder_start_token_id == model.config.pad_token_id == len(vocabulary) - 1


@pytest.mark.torch
def test_the_folder_is_described(learnt: Path) -> None:
    from tqcheck.engines.folder import describe

    found = describe(learnt)
    assert found.pairs == [EN_FR]
    assert found.targets == {"fr": ">>fr<<"}
    assert found.normalise
    assert json.loads((learnt / "config.json").read_text())["d_model"] == 64


@pytest.mark.torch
def test_a_model_is_adapted_and_keeps_its_vocabulary(
    learnt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house = [(source, target.replace("soleil", "astre")) for source, target in toy_pairs(200, seed=5)]
    data = write_pairs(tmp_path / "house.tsv", house)
    out = tmp_path / "adapted"
    code = train(
        *("--from", "en", "--to", "fr", "--data", data, "--out", out, "--init", learnt),
        *("--steps", 80, "--rate", "3e-3", "--warm-up", 20, "--batch-tokens", 600, "--threads", 1, "--device", "cpu"),
    )
    captured = capsys.readouterr()
    assert code == 0
    assert (out / "vocab.json").read_text() == (learnt / "vocab.json").read_text()
    assert "before: " in captured.out
    figures = captured.out.split("BLEU ")[1].split()
    assert float(figures[0]) > float(figures[2].rstrip("),")) + 5


@pytest.mark.torch
def test_a_run_that_was_interrupted_ends_as_one_that_was_not(data: Path, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from tqcheck.training import session
    from tqcheck.training.data import Source
    from tqcheck.training.recipe import Recipe
    from tqcheck.training.schedule import Schedule
    from tqcheck.training.trainer import Settings

    settings = Settings(Schedule(3e-3, 5, 10, steps=14), frequent=20, drawn=50, dropout=0.1, checked_every=4)
    recipe = Recipe(
        *(EN_FR, (EN_FR, EN_FR.back), (Source(data),), "toy"),
        **{"size": "nano", "pieces": 400, "tokens": 300, "device": "cpu", "threads": 1, "settings": settings},
    )
    states = []
    for name, stops in (("whole", []), ("parts", [5, 1])):
        out = tmp_path / name
        session.ready(recipe, out)
        for stop in stops:
            left = iter([False] * stop)
            assert not session.go_on(recipe, out, stop=lambda left=left: next(left, True))
            assert not (out / "model.safetensors").exists()
        assert session.go_on(recipe, out)
        states.append(torch.load(out / "training" / "state.pt", weights_only=True))
    whole, parts = states
    assert whole["step"] == parts["step"] == 14
    assert whole["tokens"] == parts["tokens"]
    assert not whole["weights"]["model.shared.weight"][-1].any()
    for part in ("weights", "average"):
        for name, tensor in whole[part].items():
            assert torch.equal(tensor, parts[part][name]), name
    assert (tmp_path / "whole/model.safetensors").read_bytes() == (tmp_path / "parts/model.safetensors").read_bytes()


@pytest.mark.torch
def test_ctrl_c_saves_and_says_how_to_go_on(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("torch")
    from tqcheck.training.trainer import Trainer

    learn, handler = Trainer._learn, signal.getsignal(signal.SIGINT)

    def interrupted(self: Trainer, *arguments: object) -> float:
        loss = learn(self, *arguments)  # type: ignore[arg-type]
        if self.step == 3:
            os.kill(os.getpid(), signal.SIGINT)
        return loss

    monkeypatch.setattr(Trainer, "_learn", interrupted)
    out = tmp_path / "my model"
    begin = ("--from", "en", "--to", "fr", "--data", data, "--out", out, *QUICK, "--steps", 6)
    assert train(*begin) == 130
    assert f"Go on with: tqcheck models train --resume --out '{out}'" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGINT) is handler
    assert not (out / "config.json").exists()

    assert train(*begin) == 2
    assert "not empty; name a new folder, or go on with a training in it by --resume" in capsys.readouterr().err

    assert train("--resume", "--out", out, "--data", data) == 2
    assert "--data cannot change" in capsys.readouterr().err

    assert train("--resume", "--out", out) == 0
    captured = capsys.readouterr()
    assert "Step 6: loss" in captured.err
    assert "en-fr: chrF++ " in captured.out

    (out / "training" / "state.pt").write_bytes(b"nonsense")
    assert train("--resume", "--out", out) == 3
    assert "state.pt: missing, damaged, or of another model" in capsys.readouterr().err


@pytest.mark.torch
def test_no_minutes_more_only_write_the_model(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("torch")
    out = tmp_path / "m"
    command = ("--from", "fr", "--to", "en", "--direction", "en-fr", "--data", data, "--out", out, *QUICK)
    assert train(*command, "--minutes", 0, "--held-out", 0) == 0
    assert "en-fr: no pairs were held out" in capsys.readouterr().out
    assert json.loads((out / "model.json").read_text())["sources"] == ["en"]


@pytest.mark.torch
def test_a_loss_that_is_no_number_ends_the_run(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("torch")
    from tqcheck.training.trainer import Trainer

    monkeypatch.setattr(Trainer, "_learn", lambda *_: float("nan"))
    arguments = ("--from", "en", "--to", "fr", "--data", data, "--out", tmp_path / "m", *QUICK, "--steps", 5)
    assert train(*arguments) == 3
    assert "take a lower --rate" in capsys.readouterr().err


@pytest.mark.torch
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ("--data {data}", 2, "--from and --to say which languages"),
        ("--from en --to fr", 2, "no data"),
        ("--from en --to fr --data {data}", 2, "say how long to train"),
        ("--from en --to fr --data none.tsv --steps 1", 3, "none.tsv: there is no such file"),
        ("--from en --to EN --data {data} --steps 1", 2, "two languages are wanted"),
        ("--from e1 --to fr --data {data} --steps 1", 2, "'e1' is no language code"),
        ("--from en --to fr --data {data} --steps 1 --direction fr-de", 2, "the data allow en-fr, fr-en, or both"),
        ("--from en --to fr --data {few} --steps 1 --pieces 400", 3, "only 57 usable pairs"),
        ("--from en --to fr --data {tmx} --steps 1", 3, "broken.tmx: not a whole TMX file, line 1"),
        ("--from en --to fr --data {data} --steps 1 --init {nothing}", 3, "no model in it"),
        ("--from en --to fr --data {data} --steps 1 --init {nothing} --size nano", 2, "brings its own"),
        ("--from en --to fr --data {data} --steps 1 --student {nothing}", 3, "no files model*.bin"),
        ("--resume", 3, "no training was begun there"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(
    arguments: str, code: int, message: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("torch")
    few = write_pairs(tmp_path / "few.tsv", toy_pairs(60))
    (tmp_path / "broken.tmx").write_text('<?xml version="1.0"?><tmx><body><tu>')
    (tmp_path / "nothing").mkdir()
    places = {"data": data, "few": few, "tmx": tmp_path / "broken.tmx", "nothing": tmp_path / "nothing"}
    out = tmp_path / "out"
    assert train(*arguments.format(**places).split(), "--out", out) == code
    lines = [line for line in capsys.readouterr().err.splitlines() if line != "Reading the data"]
    assert len(lines) == 1
    assert message in lines[0]
    assert not out.exists()


def test_without_torch_it_says_what_to_install(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    assert train("--from", "en", "--to", "fr", "--data", data, "--out", tmp_path / "m", "--steps", 1) == 3
    assert "pip install 'tqcheck[torch]'" in capsys.readouterr().err


@pytest.mark.torch
def test_a_model_of_the_hub_family_is_adapted_with_its_own_settings(
    tiny_marian: Callable[..., Path], data: Path, tmp_path: Path
) -> None:
    pytest.importorskip("torch")
    from tqcheck.training import session
    from tqcheck.training.data import Source
    from tqcheck.training.model_folder import read
    from tqcheck.training.recipe import Recipe
    from tqcheck.training.schedule import Schedule
    from tqcheck.training.trainer import Settings

    init = tiny_marian(tmp_path / "opus-mt-en-ROMANCE", "en", "roa", tags=(">>fr<<", ">>it<<"))
    recipe = Recipe(
        *(EN_FR, (EN_FR,), (Source(data),), "house"),
        **{"init": init, "hold": 5, "device": "cpu", "settings": Settings(Schedule(steps=2))},
    )
    session.ready(recipe, tmp_path / "out")
    assert session.go_on(recipe, tmp_path / "out")
    made = read(tmp_path / "out")
    assert made.manifest.targets == {"fr": ">>fr<<"}
    assert not made.manifest.normalise
    assert made.architecture == replace(made.architecture, activation="swish", width=16)
