"""Cells of a two-way table that subtraction gives back: bridges of a graph."""

from __future__ import annotations

import numpy as np

from outcomelab.disclosure.audit.published import Ints, Published


def bridges(table: Published) -> Ints | None:
    """The withheld cells that are fixed by sums and differences alone; None when a cell adds up in more than two
    ways, so that the table is no graph.

    Equations are nodes and withheld cells edges between the two they are in; a withheld cell can change with all
    sums kept exactly when it lies on a circle (Gusfield 1988, A graph theoretic approach to statistical data
    security, theorem 1). A cell that is in one equation only is an edge to the outside.
    """
    columns = table.equations.tocsc()
    gaps = np.flatnonzero(table.withheld)
    degree = np.diff(columns.indptr)[gaps]
    if (degree > 2).any():
        return None
    outside = table.equations.shape[0]
    edges: list[tuple[int, int]] = []
    neighbours: dict[int, list[int]] = {}
    for number, cell in enumerate(gaps):
        ends = [*columns.indices[columns.indptr[cell] : columns.indptr[cell + 1]].tolist(), outside, outside][:2]
        edges.append((ends[0], ends[1]))
        for end in ends:
            neighbours.setdefault(end, []).append(number)
    return gaps[sorted(_bridges(edges, neighbours))]


def _bridges(edges: list[tuple[int, int]], neighbours: dict[int, list[int]]) -> set[int]:
    """Edges on no circle, by the lowest node that can be reached without each (Tarjan 1974)."""
    order: dict[int, int] = {}
    lowest: dict[int, int] = {}
    found: set[int] = set()
    for start in neighbours:
        if start in order:
            continue
        order[start] = lowest[start] = len(order)
        path = [(start, -1, iter(neighbours[start]))]
        while path:
            node, came, rest = path[-1]
            edge = next(rest, None)
            if edge is None:
                path.pop()
                if path:
                    before = path[-1][0]
                    lowest[before] = min(lowest[before], lowest[node])
                    if lowest[node] > order[before]:
                        found.add(came)
            elif edge != came:
                one, other = edges[edge]
                there = other if one == node else one
                if there in order:
                    lowest[node] = min(lowest[node], order[there])
                else:
                    order[there] = lowest[there] = len(order)
                    path.append((there, edge, iter(neighbours[there])))
    return found
