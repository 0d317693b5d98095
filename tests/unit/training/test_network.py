"""The forward pass against that of transformers."""

from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from tqcheck.training.architecture import BIAS, SHARED, Architecture, fresh  # noqa: E402
from tqcheck.training.network import Network  # noqa: E402

pytestmark = pytest.mark.torch
SMALL = Architecture(60, 32, 64, 2, 2, 4, positions=40)


def batch() -> tuple["torch.Tensor", "torch.Tensor"]:
    chance = torch.Generator().manual_seed(3)
    source = torch.randint(0, 59, (3, 9), generator=chance)
    target = torch.randint(0, 59, (3, 7), generator=chance)
    source[1, 6:], source[2, 2:], target[0, 5:] = 59, 59, 59
    target[:, 0] = 59
    return source, target


def weights(architecture: Architecture) -> dict[str, "torch.Tensor"]:
    chance = torch.Generator().manual_seed(5)
    return {
        name: tensor + 0.1 * torch.randn(tensor.shape, generator=chance) * (name != SHARED)
        for name, tensor in fresh(architecture, 1).items()
    }


@pytest.mark.parametrize("activation", ["relu", "swish", "gelu"])
@pytest.mark.parametrize("scaled", [True, False])
def test_it_is_that_of_transformers(activation: str, scaled: bool) -> None:
    architecture = replace(SMALL, activation=activation, scaled=scaled)
    held = weights(architecture)
    model = transformers.MarianMTModel(transformers.MarianConfig(**architecture.config(0))).eval()
    missing = model.load_state_dict(held, strict=False).missing_keys
    assert {name for name in missing if "embed" not in name} <= {BIAS, "lm_head.weight"}
    source, target = batch()
    network = Network(architecture, held, torch.float32)
    network.refresh()
    with torch.no_grad():
        memory, mask = network.encode(source, source != 59)
        states = network.decode(target, memory, mask)
        wanted = model(input_ids=source, attention_mask=(source != 59).long(), decoder_input_ids=target)
    present = source != 59
    torch.testing.assert_close(memory[present], wanted.encoder_last_hidden_state[present], rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(states @ held[SHARED].t(), wanted.logits, rtol=1e-4, atol=1e-4)


def test_bfloat16_is_near_float32() -> None:
    held = weights(SMALL)
    source, target = batch()
    results = []
    for precision in (torch.float32, torch.bfloat16):
        network = Network(SMALL, held, precision)
        network.refresh()
        with torch.no_grad():
            results.append(network.decode(target, *network.encode(source, source != 59)))
    assert results[1].dtype == torch.float32
    assert (results[0] - results[1]).abs().mean() < 0.03


def test_padding_changes_nothing() -> None:
    network = Network(SMALL, weights(SMALL), torch.float32)
    network.refresh()
    source, target = batch()
    short = source[2:, :2]
    with torch.no_grad():
        padded = network.decode(target[2:], *network.encode(source[2:], source[2:] != 59))
        bare = network.decode(target[2:], *network.encode(short, short != 59))
    torch.testing.assert_close(padded, bare)


def test_dropout_is_for_training_alone() -> None:
    source, _ = batch()
    one, other = (Network(SMALL, weights(SMALL), torch.float32, dropout) for dropout in (0.0, 0.5))
    one.refresh(), other.refresh()
    with torch.no_grad():
        assert not torch.equal(one.encode(source, source != 59)[0], other.encode(source, source != 59)[0])
        assert torch.equal(one.encode(source, source != 59)[0], one.encode(source, source != 59)[0])


def test_fresh_weights_are_the_same_for_a_seed_and_start_from_zero() -> None:
    one, same, other = fresh(SMALL, 1), fresh(SMALL, 1), fresh(SMALL, 2)
    assert all(torch.equal(one[name], same[name]) for name in one)
    assert not torch.equal(one[SHARED], other[SHARED])
    assert not one[SHARED][-1].any()
