"""Where each key of a TOML file stands: from its path to its line, by tree-sitter's grammar."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from outcomelab.protocol.reading.slips import KeyPath

_TOML = Language(tree_sitter_toml.language())


@dataclass(frozen=True)
class Lines:
    """The line, from 1, of every key and list item; the longest known start of a path has its line."""

    at: Mapping[KeyPath, int]

    def of(self, path: KeyPath) -> int:
        """The line of `path`, else of what it is in, else 0."""
        starts = (path[:length] for length in range(len(path), 0, -1))
        return next((self.at[start] for start in starts if start in self.at), 0)


def lines_of(text: str) -> Lines:
    """The lines of all keys of `text`, which must be TOML and not deeply nested."""
    at: dict[KeyPath, int] = {}
    counted: dict[KeyPath, int] = {}
    for node in Parser(_TOML).parse(text.encode()).root_node.children:
        if node.type in ("table", "table_array_element"):
            path = _opened(node, counted)
            found: Iterator[tuple[KeyPath, Node]] = iter([(path, node), *_within(node, path)])
        else:
            found = _statement(node, ())
        for key_path, where in found:
            for length in range(1, len(key_path) + 1):
                at.setdefault(key_path[:length], where.start_point.row + 1)
    return Lines(at)


def _opened(node: Node, counted: dict[KeyPath, int]) -> KeyPath:
    """The path a header opens: every list on the way means its latest item."""
    path: KeyPath = ()
    names = _header_names(node)
    for number, name in enumerate(names):
        path = (*path, name)
        if node.type == "table_array_element" and number == len(names) - 1:
            counted[path] = counted.get(path, -1) + 1
        if path in counted:
            path = (*path, counted[path])
    return path


def _header_names(node: Node) -> list[str]:
    return [name for child in node.children if _is_key(child) for name in _names(child)]


def _within(node: Node, path: KeyPath) -> Iterator[tuple[KeyPath, Node]]:
    for child in node.children:
        yield from _statement(child, path)


def _statement(node: Node, path: KeyPath) -> Iterator[tuple[KeyPath, Node]]:
    if node.type != "pair":
        return
    key, value = node.children[0], node.children[-1]
    full = (*path, *_names(key))
    yield full, node
    yield from _value(value, full)


def _value(node: Node, path: KeyPath) -> Iterator[tuple[KeyPath, Node]]:
    if node.type == "inline_table":
        yield from _within(node, path)
    if node.type == "array":
        values = [child for child in node.children if child.is_named and child.type != "comment"]
        for number, value in enumerate(values):
            yield (*path, number), value
            yield from _value(value, (*path, number))


def _is_key(node: Node) -> bool:
    return node.type in ("bare_key", "quoted_key", "dotted_key")


def _names(node: Node) -> tuple[str, ...]:
    """The names of a key: `a."b c".d` is three."""
    if node.type == "dotted_key":
        return tuple(name for child in node.children if _is_key(child) for name in _names(child))
    written = (node.text or b"").decode()
    return tuple(tomllib.loads(f"{written} = 0"))
