"""Which encoding a text without a mark is in: every candidate reads a sample, and the readings are weighed.

A misread text is told by what it yields: rare characters where a language has common ones, signs
inside words where it has letters. Nothing here guesses; where no reading stands out, none is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

# The most frequent Han characters of Chinese titles and abstracts of patents (counted over 650,000
# characters), of headings and of names of companies; then the traditional and the Japanese
# forms of those that have others.
_HAN = frozenset(
    "的一种电机装置用方动法于及器能系统飞制设备和有发行基控接工生中产其测型在构通车定力所连转体合可平新源述"
    "包化上压网台气料公式线明本空件安模分具物实与光储数水理高组质智个板自加以翼子旋成管括性多第据部过面联度结"
    "池检司大航流应人进热作供国端信块调位提存架量限输固计介向轮轴技路保开内权防环配推时节功传全对下了间出速道"
    "伏为支业驱载处授无汽外地风降直术单运充相试二使集并到监材升杆移程导起算或品效护收形带油液交螺变学申区两箱"
    "该回便换头主元打片温侧燃率由口采同请低态链座至利后现复切预双混放少感关清离冷不印入造别维前验且布底身特石"
    "将钢滑点磁建金互务视号喷科涉小息干整缩手射域轨减层天剂服农重膜表图状撑除壳门助适取烯是站解从标三强极火盘"
    "焊属食引心冲密断云络频快夹活之药微粉达够示负研果场波稳排根增级析等识而领超辅套反消灯聚割氧优任被承像精还"
    "原来散改终边持确阀长更步条共专告题摘要期称申名址省市股份集团院优先类审查失书证族年月广东江苏浙京州深圳"
    "種電裝動於統飛製設備發產測構車連轉體壓網氣線開間質組數儲實與個據過聯結檢進應熱國塊調輸計輪軸環護權時節"
    "傳對業驅載處無風術單運試監帶學變區頭溫換請態鏈後現預雙關離來驗顯鋼點號視務噴縮減層劑農圖狀殼門適標極盤"
    "屬斷雲絡頻藥達夠級識領輔彈頂燈優卻還邊終長確閥條類專題稱證書導將為並會經軟資訊腦號碼圍範規創聲醫療從該"
    "発図検圧変対駆処応単総関続鉄広価転軽気権査様側項"
)
_HANGUL = frozenset(
    "의이을는장치방법및를시스템제조용기전자한위그에로하여구동정보사지대주식회성리수있고물체인상부가비도과합소라"
    "발명출원공개번호일칭배터연료차량터모반포함것으관신결센서표단어된되막음화학열유들"
)
_KANA = re.compile("[ぁ-んァ-ヴー]")
_LETTER = re.compile(
    "[ぁ-んァ-ヴー\uff66-\uff9f\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3\ue000-\uf8ff\U00020000-\U0003ffff]"
)

_CJK_WORD = re.compile("[ぁ-んァ-ヴー\u3400-\u9fff\uac00-\ud7a3]+")
# Of encodings with several bytes a character: what of its letters is common in the languages it serves.
_WIDE = ("gb18030", "cp950", "cp932", "cp949", "euc_jp")
_NAMES = {"cp950": "big5", "cp932": "shift_jis", "cp949": "euc-kr", "euc_jp": "euc-jp"}
_LEAST_COMMON = 4  # distinct characters
_LEAST_SHARE = 0.35
# Real text beats each misreading of itself by more than this.
_LEAD = 3

# Letters of western languages that tell Windows 1252 from Mac Roman, and those whose byte is a sign in
# the other of the two: they belong to words but prove nothing.
_LOWER, _UPPER = "äöüßéèêëâàçáúåæœ", "ÄÖÜÉÈÊÂÀÇÁÚÅÆØ"
_OTHER_LOWER, _OTHER_UPPER = "íóñìîïôòùûøãõ", "ÍÓÑÔÒÙÕÃ"
_TELLING = re.compile(f"[{_LOWER}{_UPPER}]")
_WORD = re.compile(r"[A-Za-z\x80-\U0010ffff]+")
_ORDINARY = re.compile(
    f"[A-Z{_UPPER}{_OTHER_UPPER}]?[a-z{_LOWER}{_OTHER_LOWER}]+|[A-Z{_UPPER}{_OTHER_UPPER}]+"
)
# What Western words hardly hold, but those of Central Europe do once they are misread: two marked
# letters in a row, a word that begins with è, and ì inside one.
_UNLIKELY = re.compile(
    r"[^\x00-\x7f]{3}|(?![çÇ]|[äöüßÄÖÜ]{2})[^\x00-\x7f]{2}|^[èìù]|ì(?=[a-z])|[øåæ].*[èìù]|[èìù].*[øåæ]"
)
# Signs around a word; those of quotations and of ’s tell as letters do, where they stand as they should.
_SIGNS = "“”‘’„«»‹›–—…•·°º²³¹±µ×÷®™©§¶¡¿¢£€¥\xa0\xad¼½¾≤≥\u3000《》"
# Words of other scripts, and signs between words.
_NEUTRAL = re.compile("[ぁ-んァ-ヴー\u3000-\u303f\u3400-\u9fff\uac00-\ud7a3]+|[A-Za-z]+[–—’][A-Za-z]+")
_QUOTED = re.compile(r"[A-Za-z]+’s|“[A-Za-z]+”?|[A-Za-z]+”|[–—]")
_UTF8_LETTER = re.compile("[\u00c2-\u00df][\x80-\xbf]|[\u00e0-\u00ef][\x80-\xbf]{2}|[\x80-\xff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_INSIDE = re.compile(r"(?<=[a-z])[^\x00-\x7f]+(?=[a-z])")
_LEAST_FITTING = 3  # words
_LEAST_LETTERS = 2
_LEAST_LENGTH = 4
_LEAST_FIT = 0.9

_HIGH = re.compile(rb"[\x80-\xff]")
_NOT_LATIN = re.compile(rb"[\x80-\x9f]")
_NOT_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_LINE_END = re.compile(rb"[\r\n]")
_DAMAGED = 0.05
_SAMPLE, _PIECES = 400_000, 8
_ASCII = bytes(range(128))
# A line with so many high bytes is UTF-8 by chance hardly ever.
_LONG = 9


@dataclass(frozen=True)
class Reading:
    """A sample as one encoding reads it: signs that fit it, their share, and words that hold them."""

    encoding: str
    support: int
    share: float
    words: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether it could be taken if no other reading came near."""
        if self.encoding in ("latin-1", "cp1252", "mac-roman"):
            return self.support >= _LEAST_FITTING and self.share >= _LEAST_FIT
        return self.support >= _LEAST_COMMON and self.share >= _LEAST_SHARE

    @property
    def weight(self) -> float:
        """How much speaks for it in all."""
        return self.support * self.share


@dataclass(frozen=True)
class Verdict:
    """The encoding of a text, None where it cannot be told; why; and the readings, best first."""

    encoding: str | None
    evidence: str
    readings: tuple[Reading, ...]


def weigh(data: bytes) -> Verdict:
    """The encoding of a text that is not UTF-8, by what each candidate makes of samples of it.

    Parameters
    ----------
    data
        The whole file; only lines with bytes above 7F, of eight places, are looked at.

    Returns
    -------
    Verdict
        Its `encoding` is None where too little speaks for any, or for two at once.
    """
    lines = list(_lines(data))
    windows = "cp1252" if _NOT_LATIN.search(data) else "latin-1"
    found = [*(_wide(lines, encoding) for encoding in _WIDE), *_western(b"\n".join(lines), windows)]
    readings = (reading for reading in found if reading is not None)
    ordered = tuple(sorted(readings, key=lambda r: (not r.is_enough, -r.weight, r.encoding)))
    best = ordered[0]
    if not best.is_enough:
        return Verdict(None, "too little tells what it is", ordered)
    if any(r.weight * _LEAD > best.weight for r in ordered[1:]):
        return Verdict(None, "two readings are equally good", ordered)
    return Verdict(
        best.encoding, f"its reading alone is ordinary text, as in {', '.join(best.words)}", ordered
    )


def utf8_shares(data: bytes) -> tuple[float, float]:
    """Shares of the sampled lines with high bytes that are UTF-8: of all, and of those with many."""
    lines = [
        (_decoded(line, "utf-8") is not None, len(line.translate(None, _ASCII))) for line in _lines(data)
    ]
    many = [valid for valid, count in lines if count >= _LONG]
    return sum(valid for valid, _ in lines) / max(1, len(lines)), sum(many) / max(1, len(many))


def _lines(data: bytes) -> Iterator[bytes]:
    """Lines with bytes above 7F from several places of a file, whole, so that no character is cut."""
    limit = _SAMPLE // _PIECES
    step = max(len(data) // _PIECES + 1, limit)
    for start in range(0, len(data), step):
        end, taken = start + step, 0
        at = 0 if start == 0 else _line_start(data, start, end)
        while at < end and taken < limit:
            found = _HIGH.search(data, at, end)
            if found is None:
                break
            # Lines that begin before this piece belong to the one before.
            first = (
                max(data.rfind(b"\n", at, found.start()), data.rfind(b"\r", at, found.start()), at - 1) + 1
            )
            last = _LINE_END.search(data, found.start())
            line = data[first : last.start() if last else len(data)]
            yield _cut(line, limit)
            taken += len(line)
            at = first + len(line)


def _line_start(data: bytes, start: int, end: int) -> int:
    found = _LINE_END.search(data, start, end)
    return found.end() if found else end


def _cut(line: bytes, limit: int) -> bytes:
    """The beginning of a long line, cut at a sign that is part of no longer character."""
    if len(line) < limit:
        return line
    return line[: max(line.rfind(sign, 0, limit) for sign in (b",", b" ", b'"', b";", b"\t"))]


def _wide(lines: Sequence[bytes], encoding: str) -> Reading | None:
    """A reading by an encoding with several bytes a character; None where it cannot read the sample.

    One line in twenty may be damaged: the whole text is decoded strictly later, and tells where.
    """
    read = [line for line in (_decoded(line, encoding) for line in lines) if line is not None]
    if len(read) < (1 - _DAMAGED) * len(lines):
        return None
    text = "\n".join(read)
    letters = _LETTER.findall(text)
    is_japanese = encoding in ("cp932", "euc_jp")
    known = _HANGUL if encoding == "cp949" else _HAN
    common = [c for c in letters if c in known or (is_japanese and _KANA.match(c))]
    # Signs stand beside letters and are fewer; no Latin word has a Han character inside.
    signs = len(_NOT_ASCII.findall(text)) - len(letters)
    inside = sum(map(len, _INSIDE.findall(text)))
    share = max(0, len(common) - inside) / max(1, len(letters), signs)
    words = tuple(islice(dict.fromkeys(w for w in _CJK_WORD.findall(text)), 3))
    return Reading(_NAMES.get(encoding, encoding), len(set(common)), round(share, 3), words)


def _western(sample: bytes, windows: str) -> Iterator[Reading]:
    """Readings by encodings of one byte a character; Windows 1252 is Latin-1 where it uses no more.

    A spreadsheet of a Macintosh that took UTF-8 for Windows 1252 writes `Ã¶` for ö in its own
    encoding; mended, such words tell it.
    """
    if not _NOT_WINDOWS.search(sample):
        yield Reading(windows, *_fit(sample.decode(windows)))
    macintosh = sample.decode("mac-roman")
    yield max((Reading("mac-roman", *_fit(t)) for t in (macintosh, _mended(macintosh))), key=_weight)


def _weight(reading: Reading) -> tuple[bool, float]:
    return reading.is_enough, reading.weight


def _mended(text: str) -> str:
    raw = text.encode("cp1252", "replace").decode("latin-1")
    return _UTF8_LETTER.sub(lambda m: m.group().encode("latin-1").decode("utf-8", "ignore") or " ", raw)


def _fit(text: str) -> tuple[int, float, tuple[str, ...]]:
    """Distinct words that fit, their share of all words that can tell, and three of them."""
    fitting: dict[str, int] = {}
    against = 0
    for word in (w for w in _WORD.findall(text) if not w.isascii()):
        core = word.strip(_SIGNS)
        if _ORDINARY.fullmatch(core) and not _UNLIKELY.search(core):
            if len(core) >= _LEAST_LENGTH and _TELLING.search(core):
                fitting[core] = fitting.get(core, 0) + 1
        elif core and not core.isascii() and not _NEUTRAL.fullmatch(core):
            against += 1
    letters = set(_TELLING.findall("".join(fitting)))
    # One letter alone may be a sign of a third encoding.
    support = len(fitting) if len(letters) >= _LEAST_LETTERS else min(len(fitting), _LEAST_FITTING - 1)
    share = sum(fitting.values()) / max(1, sum(fitting.values()) + against)
    if not against:
        quoted = dict.fromkeys(_QUOTED.findall(text), 1)
        support, share, fitting = support + len(quoted), 1.0, fitting | quoted
    return support, round(share, 3), tuple(islice(fitting, 3))


def _decoded(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None
