"""Ten thousand damaged exports: none may give a traceback, none may lose a row in silence.

`python -m benchmarks.damage [CASES] [FOLDER ...]` damages small cuts of every file in the folders
(else of the tests' samples), by a fixed seed, and reads each in a process of its own pool, so that a
crash is seen too. Every finding is printed with the number that makes it again.
"""

from __future__ import annotations

import io
import json
import random
import re
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

from corpus.errors import PatnavError
from corpus.readers import ExportFile, describe_file, read_exports

SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "corpus" / "readers" / "samples"
_TEXT_CUT, _RECORDS = 24_000, 4
_MOST_MEMORY, _MOST_SECONDS = 4 * 2**30, 20.0
_CHUNK = 20


def sources(folders: Sequence[Path]) -> list[Path]:
    """Files that damaged inputs are made of, in order of name."""
    return sorted(p for folder in folders for p in folder.rglob("*") if p.is_file())


@lru_cache(maxsize=256)
def small(path: Path) -> bytes:
    """A cut of a file that is quick to read and still a file of its kind."""
    data = path.read_bytes()
    if data.startswith(b"PK\x03\x04"):
        return _small_archive(data)
    if data.startswith((b"\xd0\xcf\x11\xe0", b"\x1f\x8b")) or len(data) <= _TEXT_CUT:
        return data
    if data.lstrip()[:1] == b"{" and b"\n{" not in data[:1_000_000]:
        document = json.loads(data)
        return json.dumps(
            {k: v[:_RECORDS] if isinstance(v, list) else v for k, v in document.items()}
        ).encode()
    cut = data[: _TEXT_CUT * 4 if b"\n" not in data[:_TEXT_CUT] else _TEXT_CUT]
    return cut[: max(cut.rfind(b"\n"), cut.rfind(b"\r")) + 1] or cut


def _small_archive(data: bytes) -> bytes:
    """The workbook with the first rows of its sheets; another archive with its smallest table."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        if "[Content_Types].xml" not in names:
            tables = [m for m in archive.infolist() if m.file_size and "__" not in m.filename]
            names = [min(tables, key=lambda m: m.file_size).filename]
        parts = {name: archive.read(name) for name in names}
    for name in parts:
        if "worksheets/" in name:
            rows = parts[name].split(b"</row>")
            parts[name] = b"</row>".join([*rows[:30], rows[-1]])
    return _packed(parts)


def _packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()


def damaged(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """The file after one to three kinds of damage; that of a workbook may be inside its parts."""
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        wanted = [n for n in parts if "sheet" in n or "haredStrings" in n] or list(parts)
        name = chance.choice(wanted)
        parts[name] = damaged(parts[name], other, chance) if not parts[name].startswith(b"PK") else b""
        return _packed(parts)
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = chance.choice(_KINDS)(data, other, chance) or b""
    return data


def _flip(data: bytes, other: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 3, 30)) if made else 0):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def _overwrite(data: bytes, other: bytes, chance: random.Random) -> bytes:
    place, length = _span(data, chance)
    return data[:place] + chance.randbytes(length % 64) + data[place + length % 64 :]


def _cut(data: bytes, other: bytes, chance: random.Random) -> bytes:
    place, length = _span(data, chance)
    return chance.choice((data[:place], data[place:], data[:place] + data[place + length :]))


def _swap(data: bytes, other: bytes, chance: random.Random) -> bytes:
    first, second, third = sorted(chance.randrange(len(data) + 1) for _ in range(3))
    return data[:first] + data[second:third] + data[first:second] + data[third:]


def _glue(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data + other if chance.random() < 0.5 else data + data[chance.randrange(len(data) + 1) :]


def _lines(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Lines repeated, dropped or moved."""
    lines = re.split(rb"(?<=\n)|(?<=\r)(?!\n)", data)
    for _ in range(chance.choice((1, 5))):
        place = chance.randrange(len(lines))
        change = chance.randrange(3)
        if change == 0:
            lines.insert(chance.randrange(len(lines) + 1), lines[place])
        elif change == 1 and len(lines) > 1:
            del lines[place]
        else:
            lines[place], lines[-1] = lines[-1], lines[place]
    return b"".join(lines)


def _insert(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Signs that mean something to some reader, where they do not belong."""
    signs = (
        *(b'"', b",", b";", b"\t", b"|", b"\n", b"\r", b"\0", b"\xff", b"\x1f", b"\xef\xbb\xbf", b"\x1b$B"),
        *(b"<", b">", b"&", b"]]>", b"{", b"[", b"'", b"\\ud800", b"%0 ", b"=1+1", b"9" * 400, "，".encode()),
    )
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(signs) * chance.choice((1, 1, 2, 50)) + data[place:]


def _recode(data: bytes, other: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "ignore")
    return text.encode(
        chance.choice(("gb18030", "utf-16", "utf-16-be", "latin-1", "big5", "mac-roman")), "ignore"
    )


_KINDS: tuple[Callable[[bytes, bytes, random.Random], bytes], ...] = (
    _flip, _overwrite, _cut, _swap, _glue, _lines, _insert, _recode
)  # fmt: skip


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    return chance.randrange(len(data) + 1), chance.randrange(1, 1 + max(1, len(data) // 4))


def case(number: int, paths: Sequence[Path]) -> tuple[Path, bytes]:
    """Damaged input by its number, the same at every run."""
    path, other = paths[number % len(paths)], paths[(number * 7 + 3) % len(paths)]
    return path, damaged(small(path), small(other), random.Random(number))


def finding(data: bytes, folder: Path) -> tuple[str, str | None]:
    """Whether the input was read or refused, and what is wrong with that; None where nothing is."""
    path = folder / "export.bin"
    path.write_bytes(data)
    started = time.monotonic()
    try:
        result = read_exports([ExportFile(path, "exports/export.bin")])
    except PatnavError as error:
        words = str(error)
        bad = words.count("\n") > 1 or not words.startswith("exports/export.bin: ")
        return "refused", f"odd message: {words}" if bad else _slow(started)
    counts = result.intake.iloc[0]
    rows = int(counts["rows_read"])
    if rows != counts["rows_accepted"] + counts["rows_duplicate"] + counts["rows_rejected"]:
        return "read", f"rows lost: {counts.to_dict()}"
    numbers = [*result.export_record["row_number"]]
    numbers += [*result.export_reject.loc[result.export_reject["column"].eq("*"), "row_number"]]
    if len(numbers) != rows:
        return "read", f"{rows} rows, {len(numbers)} accounted for"
    return "read", _lost_lines(data, path, rows, numbers) or _slow(started)


def _lost_lines(data: bytes, path: Path, rows: int, numbers: list[int]) -> str | None:
    """Lines of a text without quotation marks are rows, or stand above the headings, or are empty."""
    described = describe_file(path)
    if described.kind != "text" or b'"' in data or b"\0" in data:
        return None
    if described.encoding not in ("utf-8", "utf-8-sig", "gb18030"):
        return None
    lines = io.StringIO(data.decode(described.encoding), newline=None).read().split("\n")
    filled = {
        n for n, line in enumerate(lines, start=1) if line.strip(" \t,;|~\x0b\x0c\x1c\x1d\x1e\x1f\x85\ufeff")
    }
    lost = {n for n in filled if n > described.heading_row} - set(numbers)
    return f"lines lost: {sorted(lost)[:5]}" if lost else None


def _slow(started: float) -> str | None:
    seconds = time.monotonic() - started
    return f"{seconds:.0f} s" if seconds > _MOST_SECONDS else None


def judge(numbers: Sequence[int], paths: Sequence[Path]) -> list[tuple[int, str, str | None]]:
    """Outcome of each case; an exception that no user should see is a finding."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            path, data = case(number, paths)
            try:
                outcome, problem = finding(data, Path(folder))
            except BaseException as error:  # the point of the exercise
                outcome, problem = "raised", f"{type(error).__name__}: {str(error)[:300]}"
            found.append((number, outcome, problem and f"{path.name}: {problem}"))
    return found


def campaign(cases: Sequence[int], paths: Sequence[Path]) -> Iterator[tuple[int, str, str | None]]:
    """Outcome of every case; one that ends its process is a finding too."""
    chunks = [cases[n : n + _CHUNK] for n in range(0, len(cases), _CHUNK)]
    while chunks:
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            jobs = [(chunk, pool.submit(judge, chunk, paths)) for chunk in chunks]
            chunks = []
            for chunk, job in jobs:
                try:
                    yield from job.result()
                except BrokenProcessPool:
                    if len(chunk) == 1:
                        yield chunk[0], "crashed", f"{case(chunk[0], paths)[0].name}: the process ended"
                    else:
                        chunks += [[number] for number in chunk]
    # (A broken pool fails all that waited in it; each of them is tried again by itself.)


def main(cases: int, folders: Sequence[Path]) -> int:
    """Run the campaign, print findings and a count of the outcomes; 1 where anything was found."""
    outcomes: Counter[str] = Counter()
    findings = 0
    for number, outcome, problem in campaign(range(cases), sources(folders)):
        outcomes[outcome] += 1
        if problem is not None:
            findings += 1
            print(f"case {number}: {outcome}: {problem}", flush=True)
        if sum(outcomes.values()) % 1000 == 0:
            print(dict(outcomes), flush=True)
    print(f"{cases:,} damaged inputs: {dict(outcomes)}; {findings} findings")
    return int(findings > 0)


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(int(given[0]) if given else 10_000, [Path(a) for a in given[1:]] or [SAMPLES]))
