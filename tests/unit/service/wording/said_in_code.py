"""Which sentences the code of a room can say, read from the code: for tests that ask whether each is known."""

import ast
from itertools import product

A_FACT = "7"  # stands in places for facts: it is a number, a name and a word
WORDS = ast.Constant | ast.JoinedStr | ast.IfExp | ast.Call


def sentences(*files, parameters):
    """Every piece of text of several words in those files but docstrings, with a fact in each of its places; a
    place with words in it that are fixed in the code has each of them. `parameters`: the words of those that are
    set elsewhere, by the name they have."""
    for file in files:
        tree = ast.parse(file.read_text())
        known = _assigned(tree)
        inner = {id(part) for node in ast.walk(tree) for part in _parts(node, known)}
        known |= {name: list(map(ast.Constant, words)) for name, words in parameters.items()}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in inner:
                yield from (said for said in _said(node, known) if " " in said.strip())


def given(*files, to):
    """What those files say to functions, or errors, whose names end so."""
    for file in files:
        tree = ast.parse(file.read_text())
        known = _assigned(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "").endswith(to) and node.args:
                yield from (said for said in _said(node.args[0], known) if " " in said)


def _parts(node, known):
    """What is said within something else, or not at all."""
    if isinstance(node, ast.JoinedStr):
        yield from list(ast.walk(node))[1:]
    if isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.Name):
        for value in known.get(node.value.id, ()):
            yield from ast.walk(value)
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("counted", "compile", "field"):
        yield from node.args
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
        yield getattr(node.body[0], "value", None)


def _said(node, known):
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else [A_FACT]
    if isinstance(node, ast.FormattedValue):
        return _said(node.value, known)
    if isinstance(node, ast.JoinedStr):
        return ["".join(parts) for parts in product(*(_said(value, known) for value in node.values))]
    if isinstance(node, ast.IfExp):
        return [*_said(node.body, known), *_said(node.orelse, known)]
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "counted":
        return [f"{A_FACT} {words.value}" for words in node.args[1:]]
    if isinstance(node, ast.Name) and node.id in known:
        less = {name: values for name, values in known.items() if name != node.id}
        return sorted({said for value in known[node.id] for said in _said(value, less)})
    return [A_FACT]


def _assigned(tree):
    """What each name may stand for, where that is words."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            pairs = _unpacked(node.targets[0], node.value)
        elif isinstance(node, ast.For | ast.comprehension) and isinstance(node.iter, ast.Tuple):
            pairs = [pair for one in node.iter.elts for pair in _unpacked(node.target, one)]
        else:
            continue
        for target, value in pairs:
            if isinstance(target, ast.Name) and isinstance(value, WORDS):
                found.setdefault(target.id, []).append(value)
    return found


def _unpacked(target, value):
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=False))
    return [(target, value)]
