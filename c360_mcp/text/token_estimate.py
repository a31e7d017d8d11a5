"""How many tokens a text costs a model, erring high.

The measure is `o200k_base`, whose vocabulary is too heavy to carry at run time. A text is cut where that tokenizer cuts
it, and each piece is charged the most that it can come to, given the little of the vocabulary that is known here.
"""

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

# One token in lower case or capitalised, after a space or not. In lower case after a space, so are nouns with -s, and
# verbs with -s, -ed and -ing, which drop a final e.
_WORDS = """able about access address after again already also always another any anything because been before better
between billing both but cancel cannot company confirmation days delivery details did different does even every family
feedback few first fix found full getting given got great had happy having here hours how identity if info information
internet into its just labels later life login made many may members missing mixed money more much my next now once
online only options paid policy provided reach really received requests sales same sent services settings she shipping
since some something status still than the them then they this those though three through tickets times too try trying
two unable until updated updates username using valid verify very via weeks were when where whether which while who
why would wrong years yes yet"""
_NOUNS = """agent agree amount app bank being booking buy callback card case chat choose come connection conversation
credit customer day department device due error example fee feel find free friend get give good guest her high his
home hour idea interaction it item keep know language let level make manager member membership message method mobile
month network no off office one option other our over password pay payment phone positive problem product reason
refund replacement reservation right sale say see send setting step take tell there these thing think ticket today
topic up version voucher way website week what window working wrap year"""
_VERBS = """account add allow answer ask assist back bill board book call cause change charge check claim click close
code complete confirm connect contact date delay detail direct download email end enter expect experience face file
flow follow forward go group handle help include inform install issue label last like limit line link list live load
look love move name need number offer open order own package place price promise provide pull purchase question
recommend record remove repair report request resolve respond review schedule screen select service share show sign
solve staff start state store suggest support talk team time train turn update upgrade use visit wait want work"""
# One token in lower case after a space only.
_INSIDE = """abandoned assistance available bought cancelled complaint complaints coverage delivered directly earlier
further him inbound inconvenience minutes negative neutral outbound people possible regarding replied said satisfied
saying searched should shown spoke subscription their told transferred tried unhappy voicemail"""
# The tokenizer's first merges of ASCII letters, in its order; "_" is a space.
_MERGES = """in er _t _a en on re _s at or es an _d he _c _p is ar it al le ou _m _f _w _b as ing _the ic et _o ion ed
el _n ro ent nd st _l _in ct om il _h am id _to _e im _re _v ad _th _and _of _g ur ch _de _S _u ut ol _y ig se ot em
ag iv qu _T _A ay _I ac ul _C os if od tr _k un est ab ate ir _is ow us ation ort _M um _for ie _P ter ce our _on ap
th _con av ers te _be _D _B end _st ist ak ly pe and _r res ub oc _al ess ith _pro _j ame ver port _an _L _com _ne _F
ass _E _se lic _R _' ue op out _en ht _wh _as _qu ction age _N og _it _you iz _with _that _W _H ip ex int ill ant urn
_this art _tr _G _he _or _le ik ment ore rom ere _ex ine ang ind get ain ok ib ud pl turn _O ect ia ity _un _if _at
con per ata _ch _pr orm ack _are ile pt _la import able ial ost cl ies _cl ov ust _i ult ave nt _z _we ld ight ublic
ive all act _from _su ire ell ard ser tring _U ice ord ff ne de ra ans ide ase _new _do _return _The _not ure ast ob
_V _pl _your In pr com _sh ime _J are ont _ar ype _el ite pp _by _K _que iew ail _can _me _was ace ode _int ach _have
ll ij ge elf _par _ad str one rou _ab _res St ens du form ich ong cc xt pon _get ber Re _all ath io ject _te _In _des
ign alue ork ve _will _class lo ome _Th ize _public au ull ions der ook _us ance ould _im put ient _per _vo ext ated
yst ous so ple erv par cr ress ck ert ey ount ma _go _so ake ary up vent ory pro ft _dis ear _ma unction _cont err
ystem _out row _und ug ien ah ual this ock _has we fer"""

_PLAIN = f"{_WORDS} {_NOUNS} {_VERBS}".split()
_ANYWHERE = [*_PLAIN, *map(str.capitalize, _PLAIN)]
_PLURALS = [word + "s" for word in f"{_NOUNS} {_VERBS}".split()]
_PAST = [verb.removesuffix("e") + ending for verb in _VERBS.split() for ending in ("ed", "ing")]
_LEXICON = frozenset(_ANYWHERE) | {f" {word}" for word in [*_ANYWHERE, *_PLURALS, *_PAST, *_INSIDE.split()]}
_RANKS = {merge.replace("_", " "): rank for rank, merge in enumerate(_MERGES.split())}

_SYMBOLS = "¡£§©«®°±·»¿×–—‘’“”•…€™→№✓"  # one token each, as ASCII punctuation is
_SUFFIX = "(?:'(?:[sdmtSDMT]|[lL][lL]|[vV][eE]|[rR][eE]))?"
_LETTERS = rf" ?[^\x00-@\[-`{{-\x7f{_SYMBOLS}]+{_SUFFIX}"
_PIECE = re.compile(rf"{_LETTERS}| ?[!-/:-@\[-`{{-~{_SYMBOLS}]+|[0-9]{{1,3}}| +(?= )|.", re.DOTALL)
_WORD = re.compile(rf" ?[A-Z]*[a-z]+{_SUFFIX}| ?[A-Z]+{_SUFFIX}| ?[^\x00-\x7f{_SYMBOLS}]|'(?=[A-Za-z])")
_APART = re.compile("(?=[jqxzJQXYZ'][A-Za-z]|[A-Za-z][jqxzJQXYZ']|[A-Z][a-z]|[a-z][A-Z]|gk|UO)")
_SINGLE = re.compile(  # one token each; those of two bytes also after a space
    "[Á-ËÍ-ÏÑ-ÖØÚÜ-Þà-âä-ïñ-öø-þćčďđēīİŁłőřśŚşŞšŠźŻżŽžΆΈΌΑ-ΝΟΠΡΣ-ΧΩά-ία-θκ-πσ-ωό-ώЁЄІА-ЩЫЭ-щыэ-яёєіא-יכלמנס-עפצ-ת"
    "آأإ-بت-غف-وي،؟\u0905-\u090a\u0913-\u0928\u092a-\u0933\u0935-\u0939\u093c-\u0943\u0947-\u0949\u094b-\u094d।"
    "กขคฆ-ซญ-ฑณ-ลว-\u0e39เ-ไ\u0e46-\u0e4d、。「」ぁあいう-えお-ちっ-にね-びふ-べほ-みめ-ろわをんァ-イウ-ゾタチッツテ-ニネ-ロワンー\ufe0f]"
)
# Their first two bytes are a token.
_PAIRED = re.compile("[\u0900-\u0fbf\u4e00-\u5d3f\u5dc0-\u6abf\u6b00-\u877f\u8840-\u977f🀀-🿿]")

MOST_KNOWN = 8192
"""Words whose cost is remembered; as many pieces of words, and as many characters."""
LONGEST_KNOWN = 24
"""Characters of the longest of them, a line's end in front not counted."""
# Without spaces between words, as in Thai or Japanese, what stands between two spaces is somebody's sentence.
_OTHER = r"[^\d@\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_ORDINARY_WORD = re.compile(
    rf"\n?(?=.{{0,{LONGEST_KNOWN}}}\Z){_OTHER}*(?:\d{{1,4}}(?!\d){_OTHER}*(?:\d\d?(?!\d){_OTHER}*){{0,2}})?"
)
"""Not long, and neither an address nor a number of anybody's."""
_ORDINARY_PIECE = re.compile(rf"[ -/:-~]{{1,{LONGEST_KNOWN}}}")
"""Letters or marks of ASCII; none has both but for the apostrophe of a contraction."""
_CHARACTER = re.compile(r" ?[^\x00-\x7f]")
_NONE: Mapping[str, int] = {}
_NUMERALS = {f"{number:0{size}}": 1 for size in (1, 2, 3) for number in range(10**size)}


class _Costs(dict[str, int]):
    """What texts cost, looked up or reckoned; it is remembered of those that are `ordinary` in full."""

    # Unlike an `lru_cache`, it writes nothing where it is only read, and chooses what it keeps.
    def __init__(
        self, cost: Callable[[str], int], ordinary: re.Pattern[str], known: Mapping[str, int] = _NONE
    ) -> None:
        super().__init__(known)
        self._cost = cost
        self._ordinary = ordinary
        self._known = known

    def __missing__(self, text: str) -> int:
        cost = self._cost(text)
        if self._ordinary.fullmatch(text):
            if len(self) >= MOST_KNOWN:
                self.clear()
                self.update(self._known)
            self[text] = cost
        return cost


def estimate(text: str) -> int:
    """The tokens of `text`: never fewer than it has; for English prose, about half as many again."""
    # No piece goes on over a space or a line's end, and what stands between comes again and again.
    first, *others = text.replace("\n", " \n").split(" ")
    return _in_pieces(first) + sum(map(KNOWN.__getitem__, others))


def surely_within(tokens: int, text: str) -> bool:
    """Whether little effort shows that `text` costs no more than `tokens`: by its bytes, or word by word."""
    return len(text.encode(errors="surrogatepass")) <= tokens or ceiling(text) <= tokens


def ceiling(text: str) -> int:
    """What `text` can't cost more than, at a fraction of the effort: a word whose cost is not known counts its bytes."""
    known, words = KNOWN.get, text.replace("\n", " \n").split(" ")
    return sum([known(word) or 1 + len(word.encode(errors="surrogatepass")) for word in words])


def _in_pieces(text: str) -> int:
    return sum(map(PIECES.__getitem__, _PIECE.findall(text)))


def _after_space(word: str) -> int:
    """A word's cost after a space; one that begins with a line's end stands without."""
    return _in_pieces(word if word.startswith("\n") else f" {word}")


def _cost(piece: str) -> int:
    if piece in _LEXICON:
        return 1
    words = _WORD.findall(piece)
    if not words:
        return 1 if piece.isdigit() else len(piece.strip(" ")) or 1 + len(piece) // 64
    return sum(map(_word if piece.isascii() else CHARACTERS.__getitem__, words))


def _word(word: str) -> int:
    stem, _, suffix = word.partition("'")
    if stem in _LEXICON:
        return 1 + (1 if suffix.islower() else len(word) - len(stem))
    return min(_letters(word), _merged(word)) if len(word) < 40 else _letters(word)


def _letters(word: str) -> int:
    """Two tokens for three letters: of two neighbours, one is longer than a letter if the two letters are a token."""
    return (2 * len(word) + 1 + len(_APART.findall(word))) // 3


def _merged(word: str) -> int:
    """The tokens that the first merges leave: those that the others would merge further, but never split."""
    tokens = list(word)
    while merges := [(_RANKS[a + b], i) for i, (a, b) in enumerate(pairwise(tokens)) if a + b in _RANKS]:
        _, i = min(merges)
        tokens[i : i + 2] = [tokens[i] + tokens[i + 1]]
    return len(tokens)


def _foreign(word: str) -> int:
    """A character by its UTF-8 bytes, unless they are known to merge; ASCII letters beside it may lose one to it."""
    if word.isascii():
        return _letters(word + " ")
    character, space = word[-1], len(word) - 1
    if _SINGLE.match(character):
        return 1 + (space if character >= "\u0800" else 0)
    numeral = not character.isalpha() and (character.isnumeric() or not character.isprintable())
    size = len(character.encode(errors="surrogatepass"))
    return space + numeral + size - (1 if _PAIRED.match(character) else 0)


KNOWN = _Costs(_after_space, _ORDINARY_WORD)
PIECES = _Costs(_cost, _ORDINARY_PIECE, _NUMERALS)
CHARACTERS = _Costs(_foreign, _CHARACTER)
