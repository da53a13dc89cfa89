"""A tree over many chains: every member can be proven, nothing else can."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.kernel.hashing import digest, merkle_holds, merkle_path, merkle_root

LEAVES = st.lists(st.binary(max_size=6).map(digest), min_size=1, max_size=33, unique=True)


def test_a_tree_of_three_promotes_the_odd_leaf() -> None:
    a, b, c = (digest(bytes([n])) for n in range(3))
    leaf_a, leaf_b, leaf_c = (sha256(b"\0" + bytes.fromhex(leaf)).digest() for leaf in (a, b, c))
    pair = sha256(b"\1" + leaf_a + leaf_b).digest()
    assert merkle_root([a, b, c]) == sha256(b"\1" + pair + leaf_c).hexdigest()
    assert merkle_path([a, b, c], 0) == [("right", leaf_b.hex()), ("right", leaf_c.hex())]
    assert merkle_path([a, b, c], 1) == [("left", leaf_a.hex()), ("right", leaf_c.hex())]
    assert merkle_path([a, b, c], 2) == [("left", pair.hex())]


def test_no_leaves_have_the_digest_of_nothing_as_root() -> None:
    assert merkle_root([]) == digest(b"")


@given(LEAVES)
def test_every_path_holds_and_none_holds_for_another_leaf(leaves: list[str]) -> None:
    root = merkle_root(leaves)
    holding = [
        [merkle_holds(leaf, merkle_path(leaves, index), root) for leaf in leaves]
        for index in range(len(leaves))
    ]
    size = range(len(leaves))
    assert holding == [[index == place for place in size] for index in size]


@given(LEAVES, st.data())
def test_any_altered_byte_of_a_leaf_changes_the_root(
    leaves: list[str], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    altered = bytearray.fromhex(leaves[index])
    altered[data.draw(st.integers(0, 31))] ^= data.draw(st.integers(1, 255))
    changed = [*leaves[:index], altered.hex(), *leaves[index + 1 :]]
    assert merkle_root(changed) != merkle_root(leaves)
    assert not merkle_holds(altered.hex(), merkle_path(leaves, index), merkle_root(leaves))


@given(LEAVES, st.data())
def test_any_altered_byte_of_a_path_breaks_it(leaves: list[str], data: st.DataObject) -> None:
    leaves = [*leaves, digest(b"one more leaf, so that there is a path")]
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = merkle_path(leaves, index)
    step = data.draw(st.integers(0, len(path) - 1))
    side, beside = path[step]
    altered = bytearray.fromhex(beside)
    altered[data.draw(st.integers(0, 31))] ^= data.draw(st.integers(1, 255))
    wrong = [*path[:step], (side, altered.hex()), *path[step + 1 :]]
    assert not merkle_holds(leaves[index], wrong, merkle_root(leaves))


@given(LEAVES, LEAVES)
def test_other_leaves_or_another_order_have_another_root(one: list[str], two: list[str]) -> None:
    assert (merkle_root(one) == merkle_root(two)) == (one == two)


def test_an_inner_node_cannot_pass_for_a_leaf() -> None:
    leaves = [digest(bytes([n])) for n in range(4)]
    ((_, right),) = merkle_path(leaves, 0)[1:]
    ((_, left),) = merkle_path(leaves, 2)[1:]
    root = merkle_root(leaves)
    assert merkle_root([left, right]) != root
    assert not merkle_holds(left, [("right", right)], root)


def test_malformed_proofs_do_not_hold() -> None:
    leaf = digest(b"a")
    root = merkle_root([leaf])
    assert merkle_holds(leaf, [], root)
    assert not merkle_holds(leaf.upper(), [], root)
    assert not merkle_holds(leaf, [("left", "zz")], root)
    assert not merkle_holds("", [], "")


def test_a_leaf_that_is_no_hash_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a hash"):
        merkle_root(["leaf"])


@pytest.mark.parametrize("index", [-1, 2])
def test_a_path_from_a_leaf_that_is_not_there_is_refused(index: int) -> None:
    with pytest.raises(IndexError):
        merkle_path([digest(b"a"), digest(b"b")], index)
