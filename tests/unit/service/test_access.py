"""The token and signatures: forged, stale and replayed ones are refused."""

import hashlib
import hmac

import pytest

from tqcheck.service.access import SIGNATURE, TIMESTAMP, WINDOW, Access, DeniedError, sign

TOKEN = "a-token-for-the-tests"
BODY = b'{"text": "Any."}'


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def access(clock: Clock) -> Access:
    made = Access(TOKEN, clock)
    clock.now += 2 * WINDOW
    return made


def headers(at: float | str, body: bytes = BODY, token: str = TOKEN) -> dict[str, str]:
    return {TIMESTAMP: str(at), SIGNATURE: sign(token.encode(), str(at), body)}


def test_the_signature_is_the_documented_one() -> None:
    expected = hmac.new(TOKEN.encode(), b"1000.5." + BODY, hashlib.sha256).hexdigest()
    assert sign(TOKEN.encode(), "1000.5", BODY) == f"sha256={expected}"


def test_without_a_token_everybody_may_ask() -> None:
    assert Access(None).by_token({})
    assert Access("").open


@pytest.mark.parametrize("given", ["Bearer wrong", "Bearer ", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer \xe9"])
def test_another_token_is_refused(access: Access, given: str) -> None:
    with pytest.raises(DeniedError):
        access.by_token({"authorization": given})


def test_the_token_is_let_in_and_nothing_is_not(access: Access) -> None:
    assert access.by_token({"authorization": f"bearer {TOKEN}"})
    with pytest.raises(DeniedError):
        access.by_token({})


def test_a_signature_is_good_once(access: Access, clock: Clock) -> None:
    signed = headers(clock.now)
    assert not access.by_token(signed)
    access.by_signature(signed, BODY)
    with pytest.raises(DeniedError, match="has been used"):
        access.by_signature(signed, BODY)
    access.by_signature(headers(clock.now + 0.5), BODY)


@pytest.mark.parametrize("off", [-WINDOW - 1, WINDOW + 1])
def test_a_stale_or_early_signature_is_refused(access: Access, clock: Clock, off: float) -> None:
    with pytest.raises(DeniedError, match="five minutes"):
        access.by_signature(headers(clock.now + off), BODY)


@pytest.mark.parametrize("stamp", ["", "soon", "nan", "inf", "-inf", "1e400"])
def test_a_timestamp_that_is_none_is_refused(access: Access, stamp: str) -> None:
    with pytest.raises(DeniedError):
        access.by_signature(headers(stamp), BODY)


def test_a_forged_signature_is_refused(access: Access, clock: Clock) -> None:
    for signed, body in (
        (headers(clock.now, token="another-token-of-theirs"), BODY),
        (headers(clock.now), BODY + b" "),
        ({**headers(clock.now), TIMESTAMP: str(clock.now + 1)}, BODY),
        ({TIMESTAMP: str(clock.now), SIGNATURE: "sha256="}, BODY),
        ({TIMESTAMP: str(clock.now), SIGNATURE: "\xff"}, BODY),
    ):
        with pytest.raises(DeniedError):
            access.by_signature(signed, body)


def test_a_restart_does_not_let_old_signatures_in_again(access: Access, clock: Clock) -> None:
    signed = headers(clock.now)
    access.by_signature(signed, BODY)
    clock.now += 5
    with pytest.raises(DeniedError, match="before the start"):
        Access(TOKEN, clock).by_signature(signed, BODY)


def test_signatures_are_forgotten_when_they_are_stale(access: Access, clock: Clock) -> None:
    for _ in range(50):
        access.by_signature(headers(clock.now), BODY)
        clock.now += WINDOW
    assert len(access._seen) <= 3
