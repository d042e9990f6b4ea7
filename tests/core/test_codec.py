"""Packed arrays: exact, and harmless whatever the text."""

import base64
import json
import tracemalloc
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.core import codec
from simulator.core.errors import InputError


def packed(head: object, body: bytes = b"") -> str:
    raw = (head if isinstance(head, bytes) else json.dumps(head).encode()) + b"\n" + body
    return base64.b64encode(zlib.compress(raw)).decode()


@pytest.mark.parametrize(
    "dtype", ["int8", "uint8", "int16", "int32", "int64", "uint64", "float32", "float64"]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (0, 5), (2, 3)])
def test_arrays_come_back_bit_for_bit(dtype, shape):
    array = np.full(shape, 7, dtype)
    arrays, words = codec.unpack(
        codec.pack({"a": array, "b": array}, {"name": "Ä", "k": [1, None]})
    )
    assert list(arrays) == ["a", "b"]
    assert (arrays["b"].dtype, arrays["b"].shape) == (array.dtype, shape)
    assert arrays["b"].tobytes() == array.tobytes()
    assert words == {"name": "Ä", "k": [1, None]}


@given(
    values=st.lists(st.integers(-128, 127), min_size=1, max_size=6),
    shape=st.sampled_from([(1,), (7,), (8,), (3, 5), (64,), (2, 0)]),
    seed=st.integers(0, 99),
)
def test_few_values_come_back_bit_for_bit(values, shape, seed):
    array = np.random.default_rng(seed).choice(np.array(values, np.int8), shape)
    back = codec.unpack(codec.pack({"a": array}))[0]["a"]
    assert (back.dtype, back.tolist()) == (array.dtype, array.tolist())


@pytest.mark.parametrize(("values", "bits"), [([1, -1], 1), ([1, 0, -1], 2), ([1, 0, -1, 2], 2)])
def test_a_unit_takes_one_bit_or_two(values, bits):
    units = np.random.default_rng(0).choice(np.array(values, np.int8), (100, 1000))
    text = codec.pack({"units": units})
    assert len(text) < 1.02 * units.size * bits / 8 * 4 / 3 + 200


def test_texts_from_before_there_were_palettes_are_read():
    text = packed({"arrays": [["a", "int8", [3]]], "words": {"k": 1}}, b"\xff\x00\x01")
    arrays, words = codec.unpack(text)
    assert arrays["a"].tolist() == [-1, 0, 1]
    assert words == {"k": 1}


def test_bits_that_become_too_many_bytes_are_refused_with_bounded_memory(monkeypatch):
    monkeypatch.setattr(codec, "UNPACKED_LIMIT", 2**20)
    text = packed({"arrays": [["a", "int8", [2**25], [1]]], "words": {}}, bytes(2**22))
    tracemalloc.start()
    with pytest.raises(InputError, match="damaged"):
        codec.unpack(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 * 2**20


def test_unpacked_arrays_can_be_written():
    arrays, _ = codec.unpack(codec.pack({"a": np.zeros(3)}))
    arrays["a"][0] = 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not base64!",
        "ä",
        base64.b64encode(b"not zlib").decode(),
        packed(b"not json"),
        packed(b"[" * 100_000),
        packed([]),
        packed({}),
        packed({"arrays": [], "words": 3}),
        packed({"arrays": [["a", "int8"]], "words": {}}),
        packed({"arrays": [["a", "object", [1]]], "words": {}}, b"12345678"),
        packed({"arrays": [["a", ["int8"], [1]]], "words": {}}, b"1"),
        packed({"arrays": [["a", "int8", [4]]], "words": {}}, b"123"),
        packed({"arrays": [["a", "int8", [-1]]], "words": {}}, b"123"),
        packed({"arrays": [["a", "int8", [1.0]]], "words": {}}, b"1"),
        packed({"arrays": [["a", "int8", [10**30]]], "words": {}}, b"1"),
        packed({"arrays": [["a", "int8", [0, 10**30]]], "words": {}}),
        packed({"arrays": [["a", "int8", 3]], "words": {}}, b"123"),
        packed({"arrays": [["a", "int8", [9], [-1, 1]]], "words": {}}, b"1"),
        packed({"arrays": [["a", "int8", [8], [-1, 0, 1]]], "words": {}}, b"1"),
        packed({"arrays": [["a", "int8", [8], []]], "words": {}}, b"1"),
        packed({"arrays": [["a", "int8", [8], [1, 2, 3, 4, 5]]], "words": {}}, b"1"),
        packed({"arrays": [["a", "int8", [8], [128]]], "words": {}}, b"1"),
        packed({"arrays": [["a", "int8", [8], [True]]], "words": {}}, b"1"),
        packed({"arrays": [["a", "int8", [8], 1]], "words": {}}, b"1"),
        packed({"arrays": [["a", "int32", [8], [-1, 1]]], "words": {}}, b"1"),
        packed({"arrays": [["a", "int8", [8], [-1, 1], 1]], "words": {}}, b"1"),
    ],
)
def test_a_damaged_text_is_refused_in_words(text):
    with pytest.raises(InputError, match="damaged"):
        codec.unpack(text)


def test_a_text_cut_anywhere_is_refused():
    text = codec.pack({"a": np.arange(50)})
    for length in range(len(text)):
        with pytest.raises(InputError):
            codec.unpack(text[:length])


def test_a_bomb_is_refused_with_bounded_memory(monkeypatch):
    monkeypatch.setattr(codec, "LIMIT", 2**20)
    bomb = base64.b64encode(zlib.compress(bytes(64 * 2**20), 9)).decode()
    tracemalloc.start()
    with pytest.raises(InputError, match="larger than 1 MB"):
        codec.unpack(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 2**20


@given(st.binary(max_size=200))
def test_nothing_but_a_refusal_escapes(raw):
    for text in (raw.decode("latin1"), base64.b64encode(zlib.compress(raw)).decode()):
        with pytest.raises(InputError):
            codec.unpack(text)
