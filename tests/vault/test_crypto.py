"""The cryptography of the vault: published vectors, wrong keys, moved and changed ciphertext."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clayton_review.vault import crypto
from clayton_review.vault.crypto import Keyring, MalformedKeys, UnknownKey, Unreadable

KEY = bytes(range(32))
OTHER = bytes(range(1, 33))


def written(key_id: str, key: bytes) -> str:
    return f"{key_id}:{base64.b64encode(key).decode()}"


# McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)", test cases 13, 14 and 16.
VECTORS = [
    ("00" * 32, "00" * 12, "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
    (
        "00" * 32,
        "00" * 12,
        "00" * 16,
        "",
        "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919",
    ),
    (
        "feffe9928665731c6d6a8f9467308308" * 2,
        "cafebabefacedbaddecaf888",
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b",
    ),
]


@pytest.mark.parametrize("vector", VECTORS)
def test_published_vectors_open_and_seal(
    monkeypatch: pytest.MonkeyPatch, vector: tuple[str, str, str, str, str]
) -> None:
    key, nonce, plain, associated, ciphertext = map(bytes.fromhex, vector)
    monkeypatch.setattr("clayton_review.vault.crypto.os.urandom", lambda n: nonce)

    assert crypto.seal(key, plain, associated) == nonce + ciphertext
    assert crypto.open_sealed(key, nonce + ciphertext, associated) == plain


@given(st.binary(max_size=2_000), st.text(max_size=20), st.text(max_size=20))
def test_what_was_sealed_opens_again(plain: bytes, table: str, row: str) -> None:
    place = crypto.associated_data(table, row)

    assert crypto.open_sealed(KEY, crypto.seal(KEY, plain, place), place) == plain


def test_the_same_text_never_looks_the_same_twice() -> None:
    assert crypto.seal(KEY, b"Dana", b"") != crypto.seal(KEY, b"Dana", b"")


def test_a_wrong_key_opens_nothing() -> None:
    with pytest.raises(Unreadable):
        crypto.open_sealed(OTHER, crypto.seal(KEY, b"Dana", b"a"), b"a")


def test_a_text_moved_to_another_place_does_not_open() -> None:
    with pytest.raises(Unreadable):
        crypto.open_sealed(KEY, crypto.seal(KEY, b"Dana", b"row 1"), b"row 2")


@given(st.integers(min_value=0, max_value=12 + 4 + 16 - 1), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_anywhere_does_not_open(position: int, flip: int) -> None:
    blob = bytearray(crypto.seal(KEY, b"Dana", b""))
    blob[position] ^= flip

    with pytest.raises(Unreadable):
        crypto.open_sealed(KEY, bytes(blob), b"")


@pytest.mark.parametrize("blob", [b"", b"short", b"x" * 27])
def test_a_fragment_does_not_open(blob: bytes) -> None:
    with pytest.raises(Unreadable):
        crypto.open_sealed(KEY, blob, b"")


def test_places_with_the_same_letters_are_different_places() -> None:
    assert crypto.associated_data("ab", "c") != crypto.associated_data("a", "bc")


def test_the_first_key_wraps_and_every_key_unwraps() -> None:
    old = Keyring.parse(written("2018", KEY))
    both = Keyring.parse(f"{written('2019', OTHER)}, {written('2018', KEY)}")
    data_key = crypto.new_data_key()
    wrapped = old.wrap(data_key, table="interview", row="1")

    assert both.newest_id == "2019"
    assert both.unwrap(wrapped, table="interview", row="1") == data_key
    assert both.wrap(data_key, table="interview", row="1").key_id == "2019"


def test_a_data_key_moved_to_another_record_does_not_unwrap() -> None:
    ring = Keyring.parse(written("2018", KEY))
    wrapped = ring.wrap(crypto.new_data_key(), table="interview", row="1")

    with pytest.raises(Unreadable):
        ring.unwrap(wrapped, table="interview", row="2")


def test_a_key_of_the_same_name_and_other_bytes_does_not_unwrap() -> None:
    wrapped = Keyring.parse(written("k", KEY)).wrap(crypto.new_data_key(), table="t", row="1")

    with pytest.raises(Unreadable):
        Keyring.parse(written("k", OTHER)).unwrap(wrapped, table="t", row="1")


def test_a_missing_key_is_named() -> None:
    wrapped = Keyring.parse(written("2018", KEY)).wrap(crypto.new_data_key(), table="t", row="1")

    with pytest.raises(UnknownKey, match="2018"):
        Keyring.parse(written("2019", KEY)).unwrap(wrapped, table="t", row="1")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no-colon",
        ":" + base64.b64encode(KEY).decode(),
        "short:" + base64.b64encode(KEY[:16]).decode(),
        "odd:not base64!",
        f"{written('twice', KEY)},{written('twice', OTHER)}",
        written("k" * 41, KEY),
        written("good", KEY) + ",",
    ],
)
def test_malformed_keys_are_refused(text: str) -> None:
    with pytest.raises(MalformedKeys):
        Keyring.parse(text)


def test_sabotage_without_associated_data_a_moved_text_opens() -> None:
    """The binding to the place is what refuses it, nothing else."""
    blob = crypto.seal(KEY, b"Dana", b"")

    assert crypto.open_sealed(KEY, blob, b"") == b"Dana"
