"""How well a model translates the pairs held out, in the form in which it is used."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from tqcheck.engines.batches import output_limit
from tqcheck.engines.convert import convert
from tqcheck.errors import TrainingError
from tqcheck.fidelity.surface import Surface
from tqcheck.report import Metric
from tqcheck.training.corpus import Held
from tqcheck.training.vocabulary import Vocabulary


def score(
    folder: Path, vocabulary: Vocabulary, tag: str | None, held: Sequence[Held], threads: int = 0
) -> tuple[Metric, ...]:
    """chrF++, BLEU and TER of a model folder's translations: CTranslate2, int8, beam 4. Nothing where nothing is held.

    Texts are compared as the model reads and writes them, normalised. Raises TrainingError where it cannot be run.
    """
    if not held:
        return ()
    import ctranslate2

    sources = vocabulary.encode([pair.source for pair in held], target=False)
    front = [tag] if tag else []
    tokens = [[*front, *(vocabulary.tokens[at] for at in ids), vocabulary.tokens[vocabulary.eos]] for ids in sources]
    with tempfile.TemporaryDirectory() as made:
        convert(folder, Path(made) / "model")
        try:
            translator = ctranslate2.Translator(str(Path(made) / "model"), intra_threads=threads)
            results = translator.translate_batch(
                tokens,
                beam_size=4,
                max_batch_size=1024,
                batch_type="tokens",
                max_decoding_length=output_limit(max(map(len, tokens))),
            )
        except (RuntimeError, ValueError) as error:
            raise TrainingError(f"{folder}: the model cannot be run to judge it ({error})") from error
    made_texts = vocabulary.decode([result.hypotheses[0] for result in results])
    return Surface().corpus(made_texts, [pair.target for pair in held])
