"""Text and comments as TOML writes them, whatever a dictionary's titles hold."""

from __future__ import annotations

import json


def plain(words: str, longest: int) -> str:
    """`words` on one line, without hidden characters, cut to `longest`."""
    visible = "".join(c if c.isprintable() else " " for c in words)
    return " ".join(visible.split())[:longest].strip()


def quoted(words: str) -> str:
    """`words`, which are plain, as a TOML text."""
    return json.dumps(words, ensure_ascii=False)


def text(words: str, otherwise: str, key: str = "") -> str:
    """`words` as a TOML text of at most 200 characters, or `otherwise` when nothing is left of them."""
    value = quoted(plain(words, 200) or otherwise)
    return f"{key} = {value}" if key else value


def comment(words: str) -> str:
    """A comment on a line of its own."""
    return f"# {plain(words, 110)}"
