"""The bases of a standard: what its denominators count, and how one base is part of another."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from open_comparisons.messages import message
from open_comparisons.standard.model import Base, Measure
from open_comparisons.standard.text import Text


def all_bases(
    measures: Mapping[str, Measure],
    measure_entries: Iterable[Mapping[str, Any]],
    base_entries: Iterable[Mapping[str, Any]],
    role_of: Mapping[str, str],
) -> Mapping[str, Base]:
    """
    Every base by its name: those that measures divide by, and those that the standard lists by themselves.

    Measures that share a base describe it together. What one of them leaves out, another may say.

    Args:
        measures: The catalogue.
        measure_entries: The entries of the same measures in `matt.json`, with today's keys.
        base_entries: The list `bases` of `standard.json`.
        role_of: The role of each column, by its name.

    Raises:
        ValueError: Two measures contradict each other about their base, a base is listed although measures divide by
            it, a link leads nowhere, or a base would be a part of itself.
    """
    bases: dict[str, Base] = {}
    for entry in measure_entries:
        base = _base_of_measure(measures[entry["id"]], entry, role_of)
        bases[base.name] = _merged(bases[base.name], base) if base.name in bases else base
    listed = {entry["name"]: entry for entry in base_entries}
    twice = sorted(listed.keys() & bases.keys())
    if twice:
        raise ValueError(message("errors.standard.base-twice", base=twice[0]))
    parents = {name: base.parent for name, base in bases.items()}
    parents |= {name: entry.get("parent") for name, entry in listed.items()}
    _check_parents(parents)
    for name, entry in listed.items():
        bases[name] = _listed_base(entry, _adding_of_parent(name, parents, bases), role_of)
    _check_links(bases, measures)
    return MappingProxyType(bases)


def _base_of_measure(measure: Measure, entry: Mapping[str, Any], role_of: Mapping[str, str]) -> Base:
    return Base(
        name=measure.base,
        title=Text(),
        parent=entry.get("base_parent"),
        numerator_of=entry.get("base_is_numerator_of"),
        is_sensitive=bool(entry.get("base_is_sensitive")),
        adds_over=frozenset(measure.adds_over),
        same_for=_codes(entry.get("same_for"), role_of),
        none_for=_codes(entry.get("none_for"), role_of),
    )


def _listed_base(entry: Mapping[str, Any], adds_over: frozenset[str], role_of: Mapping[str, str]) -> Base:
    return Base(
        name=entry["name"],
        title=Text.of(entry.get("title")),
        parent=entry.get("parent"),
        numerator_of=entry.get("numerator_of"),
        is_sensitive=bool(entry.get("sensitive")),
        adds_over=adds_over,
        same_for=_codes(entry.get("same_for"), role_of),
        none_for=_codes(entry.get("none_for"), role_of),
    )


def _codes(by_column: Mapping[str, Iterable[str]] | None, role_of: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    """
    The codes by the role of their column, so that target groups are found under one name in any standard.

    Raises:
        KeyError: There is no such column.
    """
    return MappingProxyType({role_of[name]: frozenset(codes) for name, codes in (by_column or {}).items()})


def _merged(one: Base, other: Base) -> Base:
    """What two measures say of the base they share."""
    return Base(
        name=one.name,
        title=one.title,
        parent=_agreed(one.name, "base_parent", one.parent, other.parent),
        numerator_of=_agreed(one.name, "base_is_numerator_of", one.numerator_of, other.numerator_of),
        is_sensitive=one.is_sensitive or other.is_sensitive,
        adds_over=one.adds_over | other.adds_over,
        same_for=_joined(one.same_for, other.same_for),
        none_for=_joined(one.none_for, other.none_for),
    )


def _agreed(base: str, key: str, one: str | None, other: str | None) -> str | None:
    if one is not None and other is not None and one != other:
        raise ValueError(message("errors.standard.base-contradicted", base=base, name=key, one=one, other=other))
    return other if one is None else one


def _joined(one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    none: frozenset[str] = frozenset()
    return MappingProxyType({name: one.get(name, none) | other.get(name, none) for name in {**one, **other}})


def _check_parents(parents: Mapping[str, str | None]) -> None:
    """Stop at a parent that does not exist, and at a base that is above itself."""
    for name in parents:
        passed = {name}
        above = parents[name]
        while above is not None:
            if above not in parents:
                raise ValueError(message("errors.standard.base-unknown", base=name, other=above))
            if above in passed:
                raise ValueError(message("errors.standard.base-in-itself", base=name))
            passed.add(above)
            above = parents[above]


def _adding_of_parent(name: str, parents: Mapping[str, str | None], bases: Mapping[str, Base]) -> frozenset[str]:
    """What the nearest base above that measures divide by adds over; nothing where there is none."""
    above = parents[name]
    while above is not None and above not in bases:
        above = parents[above]
    return frozenset() if above is None else bases[above].adds_over


def _check_links(bases: Mapping[str, Base], measures: Mapping[str, Measure]) -> None:
    for base in bases.values():
        if base.numerator_of is not None and base.numerator_of not in measures:
            raise ValueError(message("errors.standard.base-unknown", base=base.name, other=base.numerator_of))
        if base.parent is None and base.same_for:
            raise ValueError(message("errors.standard.base-same-as-nothing", base=base.name))
        for name, codes in base.same_for.items():
            if both := sorted(codes & base.none_for.get(name, frozenset())):
                raise ValueError(message("errors.standard.base-same-and-none", base=base.name, code=both[0]))
    for measure in measures.values():
        if measure.rate_of is not None and measure.rate_of not in bases:
            raise ValueError(message("errors.standard.base-unknown", base=measure.base, other=measure.rate_of))
