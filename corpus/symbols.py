"""Classification symbols of IPC and CPC: read vendors' spellings, cut to a level, match, label.

The canonical form is `A61K31/12`: subclass, main group without leading zeros, subgroup. A
symbol printed only to its subclass or main group stays `A61K` or `A61K31/00`.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpus import lists
from corpus.codes import code_list
from corpus.contract import TEXTS_DTYPE
from corpus.patterns import Pattern, matches, parse_pattern, pattern_specificity

__all__ = [
    "Pattern",
    "canonical_spelling",
    "canonical_symbol",
    "canonical_symbols",
    "main_groups",
    "matches",
    "parse_pattern",
    "pattern_specificity",
    "sei_codes",
    "sei_label",
    "stated_sei_codes",
    "subclass",
    "subclass_label",
    "symbol_field",
    "unreadable_symbols",
    "wipo_field",
    "wipo_field_label",
]

# `Int.Cl.7 A61K31/12`, `5 A61K 31/12`: the edition, as documents of the 1990s print it.
_EDITION = r"^\W*(?:INT\.?\s*CL\.?\s*\d?\W*|\d\s+)(?=[A-HY]\s?\d\d)"
_SPACED = r"^\W*([A-HY])\s?(\d\d)\s?([A-Z])(?=[\s\-\d]|$)"
_SLASHED = r"^\W*([A-HY]\d\d[A-Z])[\s\-]*0*([1-9]\d{0,3})\s*[/:]\s*(\d{1,6})"
_UNSLASHED = r"^\W*([A-HY]\d\d[A-Z])[\s\-]*(\d{3,10})(?!\d)"
_BARE = r"^\W*([A-HY]\d\d[A-Z])[\s\-]*0*([1-9]\d{0,3})?\s*(?:[(\[].*)?$"
# `B64C-000/00`: Derwent pads a bare subclass.
_PADDED = r"^\W*([A-HY]\d\d[A-Z])-0+/0+$"


def canonical_symbols(lists: pd.Series) -> pd.Series:
    """Symbols in the canonical form, unreadable ones and repetitions dropped.

    Reads `A61K 31/12`, `A61K-0031/12`, `A61K31/12(2006.01)I`, `G06K0019073`, `C07D41700`,
    `A61K0031000000` and `C12R 1:46`.

    Parameters
    ----------
    lists
        TEXTS, one list of symbols per row.

    Returns
    -------
    pandas.Series
        TEXTS, aligned with `lists`; NA where the list is missing, in the order printed.
    """
    array = _plain(pa.array(lists.astype(TEXTS_DTYPE).array))
    parents, codes, symbols = _read(array)
    kept = codes >= 0
    pairs = parents[kept] * np.int64(len(symbols) + 1) + codes[kept]
    first = ~pd.Series(pairs).duplicated().to_numpy()
    return _lists(array, parents[kept][first], symbols.take(pa.array(codes[kept][first])), lists.index)


def canonical_symbol(texts: pd.Series) -> pd.Series:
    """The same for a TEXT column of single symbols; NA where it cannot be read."""
    unique = pd.Series(texts.dropna().unique(), dtype="str")
    read = canonical_spelling(unique)
    return texts.map(dict(zip(unique, read, strict=True))).astype("str")


def unreadable_symbols(lists: pd.Series) -> pd.Series:
    """The symbols `canonical_symbols` drops because it cannot read them, as printed.

    Returns
    -------
    pandas.Series
        TEXTS, aligned with `lists`; empty where all are readable, NA where the list is missing.
    """
    array = _plain(pa.array(lists.astype(TEXTS_DTYPE).array))
    parents, codes, _ = _read(array)
    lost = codes < 0
    return _lists(array, parents[lost], pc.list_flatten(array).filter(pa.array(lost)), lists.index)


def canonical_spelling(printed: pd.Series) -> pd.Series:
    """Canonical forms of printed symbols, best given once each; NA where unreadable."""
    text = printed.str.normalize("NFKC").str.upper().str.replace(_EDITION, "", regex=True)
    text = text.str.replace(_SPACED, r"\1\2\3", regex=True)
    slashed = text.str.extract(_SLASHED)
    subgroup = slashed[2].str.pad(2, fillchar="0")
    result = slashed[0] + slashed[1] + "/" + subgroup
    rest = text[result.isna() & text.notna()]
    if len(rest):
        rest = rest.str.replace(_PADDED, r"\1", regex=True)
        bare = rest.str.extract(_BARE)
        short = bare[0] + (bare[1] + "/00").fillna("")
        unslashed = rest.str.extract(_UNSLASHED).dropna()
        split = {
            i: _split_digits(s, d)
            for i, s, d in zip(unslashed.index, unslashed[0], unslashed[1], strict=True)
        }
        result = result.fillna(pd.Series(split, dtype="str")).fillna(short)
    return result.astype("str")


def subclass(symbols: pd.Series) -> pd.Series:
    """The subclass `A61K` of canonical symbols; NA where the symbol is missing."""
    return symbols.str.slice(0, 4)


def subclass_label(code: str, language: str) -> str:
    """A short label of an IPC subclass, `zh` or `en`; the code itself where there is none."""
    return _labels("ipc_subclass_labels", "subclass", language).get(code, code)


def _split_digits(stem: str, digits: str) -> str | None:
    """Main group and subgroup of digits printed without a stroke, e.g. `0019073`, `41700`.

    The main group is padded to four places or to three, or not at all; the one that the
    subclass really has is taken.
    """
    padded = digits.startswith("0")
    widths: tuple[int, ...] = (
        (4, 3) if padded and digits.startswith("00") else (3, 4) if padded else (4, 3, 2, 1)
    )
    if len(digits) == 10:
        widths = (4,)
    ways = [(int(digits[:w]), digits[w:]) for w in widths if len(digits) >= w + 2 and int(digits[:w])]
    known = main_groups().get(stem, frozenset())
    real = [way for way in ways if way[0] in known or way[0] >= 1000]
    if not real or (not padded and len(real) > 1):
        real = [way for way in real if way[0] in known and len(way[1]) == 2]
    if not real:
        real = ways if padded and not known else []
    if not real:
        return None
    group, subgroup = real[0]
    if len(subgroup) == 6:
        subgroup = subgroup.rstrip("0").ljust(2, "0")
    return f"{stem}{group}/{subgroup}"


@cache
def main_groups() -> dict[str, frozenset[int]]:
    """Main groups of each IPC subclass, those of 2022 and of 2026 together."""
    table = code_list("ipc_groups")
    found = {}
    for name, cell in zip(table["subclass"], table["main_groups"], strict=True):
        ends = [part.split("-") for part in cell.split()]
        found[name] = frozenset(n for e in ends for n in range(int(e[0]), int(e[-1]) + 1))
    return found


def _read(array: pa.Array) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], pa.Array]:
    """Row and canonical symbol (as a place in the third value, -1 unreadable) of every item."""
    items = pc.list_flatten(array).dictionary_encode()
    parents = pc.list_parent_indices(array).to_numpy(zero_copy_only=False).astype("int64")
    read = canonical_spelling(pd.Series(items.dictionary.to_pylist(), dtype="str"))
    codes, unique = pd.factorize(read)
    places = pc.fill_null(items.indices, len(codes)).to_numpy(zero_copy_only=False)
    return parents, np.append(codes, -1)[places].astype("int64"), _plain(pa.array(unique, type=pa.string()))


def _lists(array: pa.Array, parents: npt.NDArray[np.int64], items: pa.Array, index: pd.Index) -> pd.Series:
    counts = np.bincount(parents, minlength=len(array))
    offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]).astype("int32"))
    lists = pa.ListArray.from_arrays(offsets, items, mask=pc.is_null(array))
    return pd.Series(pd.arrays.ArrowExtensionArray(lists), index=index)


def _plain(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def wipo_field(classification: pd.DataFrame) -> pd.Series:
    """The WIPO technology field of each family: the field with most of its IPC symbols.

    Ties go to the field of the main symbol, else to the field of the first symbol listed. A
    family with CPC symbols alone is placed by those.

    Parameters
    ----------
    classification
        Columns family_id, scheme, symbol, is_main.

    Returns
    -------
    pandas.Series
        INTEGER 1–35, indexed by the sorted family_id; families no symbol of which belongs to a
        field are left out. Source: WIPO IPC–technology concordance, see SOURCES.md.
    """
    field = symbol_field(classification["symbol"])
    used = classification[classification["scheme"].isin(("IPC", "CPC")) & field.notna()]
    families, names = pd.factorize(used["family_id"], sort=True)
    is_ipc = used["scheme"].eq("IPC").to_numpy()
    has_ipc = np.bincount(families, weights=is_ipc, minlength=len(names)) > 0
    taken = is_ipc | ~has_ipc[families]
    families, fields = families[taken], field[used.index][taken].to_numpy(dtype="int64")
    is_main = used["is_main"].fillna(False).to_numpy(dtype=bool)[taken]
    # One number per family and field: counted, and the best of each family kept.
    pairs, first, pair_of, counts = np.unique(
        families * 100 + fields, return_index=True, return_inverse=True, return_counts=True
    )
    has_main = np.bincount(pair_of, weights=is_main, minlength=len(pairs)) > 0
    best_first = np.lexsort((first, ~has_main, -counts, pairs // 100))
    chosen = pairs[best_first][np.unique(pairs[best_first] // 100, return_index=True)[1]]
    index = pd.Index(names[chosen // 100], name="family_id")
    return pd.Series(chosen % 100, index=index, dtype="Int64", name="wipo_field")


def symbol_field(symbols: pd.Series) -> pd.Series:
    """The WIPO technology field of each canonical symbol by the narrowest rule; NA where none."""
    codes, unique = pd.factorize(symbols)
    text = pd.Series(unique, dtype="str")
    rules = _field_rules()
    group = text.str.partition("/")[0] if len(text) else text
    found = group.map(rules).astype("Int64")
    for cut in (4, 3):
        found = found.fillna(text.str.slice(0, cut).map(rules).astype("Int64"))
    values = pd.concat([found, pd.Series([pd.NA], dtype="Int64")], ignore_index=True)
    return values.take(np.where(codes < 0, len(found), codes)).set_axis(symbols.index)


def wipo_field_label(field: int, language: str) -> str:
    """Our short name of a WIPO technology field, `zh` or `en`."""
    return _labels("wipo_fields", "field", language)[str(field)]


def sei_codes(classification: pd.DataFrame) -> pd.Series:
    """Strategic emerging industries (2021) a family's IPC symbols fall under.

    The official concordance narrows most of its rules by keywords as well; by symbol alone the
    result is an upper bound.

    Parameters
    ----------
    classification
        Columns family_id, scheme, symbol.

    Returns
    -------
    pandas.Series
        TEXTS such as `["3.3", "4.1"]`, indexed by the sorted family_id; families under none are
        left out. Source: CNIPA SEI–IPC concordance 2021, see SOURCES.md.
    """
    used = classification.loc[classification["scheme"] == "IPC", ["family_id", "symbol"]].dropna()
    families, names = pd.factorize(used["family_id"], sort=True)
    symbols, unique = pd.factorize(used["symbol"])
    distinct = pd.Series(unique, dtype="str")
    pairs = [
        pd.DataFrame({"symbol": np.flatnonzero(covered), "sei_code": code})
        for code, covered in _sei_covers(distinct)
    ]
    by_symbol = pd.concat(pairs, ignore_index=True).drop_duplicates()
    found = pd.DataFrame({"family": families, "symbol": symbols}).merge(by_symbol, on="symbol")
    found = found[["family", "sei_code"]].drop_duplicates().sort_values(["family", "sei_code"])
    found["family_id"] = names[found["family"]]
    return lists.collect(found, "family_id", "sei_code").rename("sei_codes")


def stated_sei_codes(stated: pd.Series) -> pd.Series:
    """Strategic emerging industries the vendor states, as codes of the 2021 classification.

    Parameters
    ----------
    stated
        TEXTS of labels such as `1.4 (…)`, `4.1.2` or `生物医药产业`, indexed by family_id.

    Returns
    -------
    pandas.Series
        TEXTS like `sei_codes`: the two-step code `4.1` where the label has or names one, else the
        sector `4`; rows without a readable label are left out.
    """
    label = lists.explode(stated.rename("label").rename_axis("family_id").reset_index(), "label")
    unique = pd.Series(label["label"].unique(), dtype="str")
    digits = unique.str.normalize("NFKC").str.extract(r"^\s*([1-9](?:\.[1-9])?)(?![\d])")[0]
    names = _sei_names()
    bare = unique.str.normalize("NFKC").str.replace(r"[\s\d.()]|产业$", "", regex=True)
    codes = digits.astype("str").fillna(bare.map(names).astype("str"))
    label["sei_code"] = label["label"].map(dict(zip(unique, codes, strict=True))).astype("str")
    found = label[["family_id", "sei_code"]].dropna().drop_duplicates().sort_values("sei_code", kind="stable")
    return lists.collect(found, "family_id", "sei_code").rename("sei_codes")


def sei_label(code: str, language: str) -> str:
    """Our short name of a strategic emerging industry, `zh` or `en`; the code where unknown."""
    return _labels("sei_classes", "sei_code", language).get(code, code)


@cache
def _sei_names() -> dict[str, str]:
    """Codes by official name and by our short one, both without 产业."""
    table = code_list("sei_classes")
    names: dict[str, str] = {}
    for column in ("name_zh", "label_zh"):
        for name, code in zip(table[column], table["sei_code"], strict=True):
            names[str(name).removesuffix("产业")] = str(code)
    return names


def _sei_covers(symbols: pd.Series) -> list[tuple[str, npt.NDArray[np.bool_]]]:
    table = code_list("sei_ipc")
    return [
        (code, matches(symbols, include.split(";")) & ~matches(symbols, [p for p in exclude.split(";") if p]))
        for code, include, exclude in zip(table["sei_code"], table["include"], table["exclude"], strict=True)
    ]


@cache
def _field_rules() -> dict[str, int]:
    """Fields by class, subclass or main group, main-group ranges written out."""
    table = code_list("ipc_to_wipo")
    rules: dict[str, int] = {}
    for text, field in zip(table["pattern"], table["field"], strict=True):
        pattern = parse_pattern(text)
        if pattern.level == "groups":
            for group in range(int(pattern.first), int(pattern.last) + 1):
                rules[f"{pattern.stem}{group}"] = int(field)
        else:
            rules[pattern.stem.removesuffix("/")] = int(field)
    return rules


@cache
def _labels(table: str, key: str, language: str) -> dict[str, str]:
    frame = code_list(table)
    return dict(zip(frame[key], frame[f"label_{language}"], strict=True))
