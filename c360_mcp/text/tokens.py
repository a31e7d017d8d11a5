"""How many tokens a text costs a model: an estimate that errs high.

The measure is `o200k_base`, whose vocabulary is too heavy to carry at run time. A text is cut where that
tokenizer cuts it, and each piece is charged the most that it can come to, given the part of the vocabulary
that is known here.
"""

import re
from functools import lru_cache
from itertools import pairwise

# Common words: one token each, in lower case or capitalised, after a space or not.
_WORDS = """able about access added additional address after again ago already also always another any
anything away because been before best better between billing both box broken but calls cancel cannot changes
channels charges company confirmation connected correct country currently data days delivery details did
different does done even every family feedback few fields first fix found full getting given got had happy
having here hours how identity if info information instead internet into items its just labels late later left
logging login looking lost made many may members missing mixed money more mr much my next nothing now offers
once online only options ordered paid party personal please points policy process provided reach received
requests reset running sales same search security sent services settings she shipping since some something
soon states status still taken than the them then they this those though three through tickets times too touch
try trying two unable unknown until updated updates username using valid verify very via weeks were when where
whether which while who why wifi without works would wrong years yes yet you"""
# The same; with -s they are one token in lower case after a space.
_NOUNS = """action agent agree amount app appointment area bag bank being booking button buy card case channel
chat choose come connection conversation cost credit current customer day department device discount don down
due error extra fee feel field final find flight food free friend get give good guest her high his hold home
hour idea identifier interaction invoice it item job keep know language let level location log long make
manager member membership message method mobile month network no off office one option other our over page
parcel pas password pay payment phone plan positive premium problem product program queue reason refund
replacement reservation response right room router run sale say second see send set setting site solution
speed statement step submit system take tell there these thing think ticket to today topic up user version
video voucher warehouse way website week what window working year"""
# The same; with -s, -ed and -ing, which drop a final e, they are one token in lower case after a space.
_VERBS = """account add allow answer ask assist back balance bill board book call care cause change charge
check claim clear click close code complete confirm connect contact continue contract damage date delay depend
detail direct download email end enter expect experience face fail file fill flow follow form forward go group
handle help hope include inform install issue label last like limit line link list live load look love mail
manage match min move name need number offer open order own package pick place play point post price promise
provide pull purchase question r recommend record release remember remove repair report request resolve
respond review schedule screen select service share show sign solve staff start state store suggest support
survey talk team test time train travel turn update upgrade upload use visit wait want work"""
# One token in lower case after a space.
_INSIDE = """abandoned accept angry apologies apologise apologize assistance availability available bought
cancellation cancelled complaint complaints coverage deliver delivered directly disappointed earlier escalate
everything explain finally friday frustrated further him inbound inconvenience journey july minutes missed
monday morning negative neutral outbound outcome people possible reached receipt regarding reinstall renew
renewal replied replying said satisfied saturday saying searched seats seeking shipped should shown speak
spoke stopped subscription summaries technical technician termination their told tomorrow transferred tried
trouble troubleshooting unhappy upset urgent warranty worried yesterday"""
# The tokenizer's first merges of ASCII letters, in its order; "_" is a space.
_MERGES = """in er _t _a en on re _s at or es an _d he _c _p is ar it al le ou _m _f _w _b as ing _the ic et
_o ion ed el _n ro ent nd st _l _in ct om il _h am id _to _e im _re _v ad _th _and _of _g ur ch _de _S _u ut
ol _y ig se ot em ag iv qu _T _A ay _I ac ul _C os if od tr _k un est ab ate ir _is ow us ation ort _M um _for
ie _P ter ce our _on ap th _con av ers te _be _D _B end _st ist ak ly pe and _r res ub oc _al ess ith _pro _j
ame ver port _an _L _com _ne _F ass _E _se lic _R _' ue op out _en ht _wh _as _qu ction age _N og _it _you iz
_with _that _W _H ip ex int ill ant urn _this art _tr _G _he _or _le ik ment ore rom ere _ex ine ang ind get
ain ok ib ud pl turn _O ect ia ity _un _if _at con per ata _ch _pr orm ack _are ile pt _la import able ial ost
cl ies _cl ov ust _i ult ave nt _z _we ld ight ublic ive all act _from _su ire ell ard ser tring _U ice ord ff
ne de ra ans ide ase _new _do _return _The _not ure ast ob _V _pl _your In pr com _sh ime _J are ont _ar ype
_el ite pp _by _K _que iew ail _can _me _was ace ode _int ach _have ll ij ge elf _par _ad str one rou _ab _res
St ens du form ich ong cc xt pon _get ber Re _all ath io ject _te _In _des ign alue ork ve _will _class lo ome
_Th ize _public au ull ions der ook _us ance ould _im put ient _per _vo ext ated yst ous so ple erv par cr
ress ck ert ey ount ma _go _so ake ary up vent ory pro ft _dis ear _ma unction _cont err ystem _out row _und
ug ien ah ual this ock _has we fer"""

_PLAIN = f"{_WORDS} {_NOUNS} {_VERBS}".split()
_ANYWHERE = [*_PLAIN, *(word.capitalize() for word in _PLAIN)]
_AFTER_SPACE = [
    *_INSIDE.split(),
    *(word + "s" for word in f"{_NOUNS} {_VERBS}".split()),
    *(verb.removesuffix("e") + ending for verb in _VERBS.split() for ending in ("ed", "ing")),
]
_LEXICON = frozenset([*_ANYWHERE, *(f" {word}" for word in _ANYWHERE + _AFTER_SPACE)])
_RANKS = {merge.replace("_", " "): rank for rank, merge in enumerate(_MERGES.split())}

_SYMBOLS = "¡£§©«®°±·»¿×–—‘’“”•…€™→№✓"  # one token each, as ASCII punctuation is
_SUFFIX = "(?:'(?:[sdmtSDMT]|[lL][lL]|[vV][eE]|[rR][eE]))?"
_PIECE = re.compile(
    rf" ?[^\x00-@\[-`{{-\x7f{_SYMBOLS}]+{_SUFFIX}| ?[!-/:-@\[-`{{-~{_SYMBOLS}]+|[0-9]{{1,3}}| +(?= )|.", re.DOTALL
)
_WORD = re.compile(rf" ?[A-Z]*[a-z]+{_SUFFIX}| ?[A-Z]+{_SUFFIX}| ?[^\x00-\x7f{_SYMBOLS}]|'(?=[A-Za-z])")
_APART = re.compile("(?=[A-Z][a-z]|[jqxzJQXYZ][A-Za-z]|[A-Za-z][jqxzJQXYZ]|gk|UO|[A-Za-z]'|'[lrvLRV])")
# One token each; those of two bytes also after a space.
_SINGLE = re.compile(
    "[Á-ËÍ-ÏÑ-ÖØÚÜ-Þà-âä-ïñ-öø-þćčďđēīİŁłőřśŚşŞšŠźŻżŽžΆΈΌΑ-ΝΟΠΡΣ-ΧΩά-ία-θκ-πσ-ωό-ώЁЄІА-ЩЫЭ-щыэ-яёєі"
    "א-יכלמנס-עפצ-תآأإ-بت-غف-وي،؟\u0905-\u090a\u0913-\u0928\u092a-\u0933\u0935-\u0939\u093c-\u0943\u0947-\u0949"
    "\u094b-\u094d।กขคฆ-ซญ-ฑณ-ลว-\u0e39เ-ไ\u0e46-\u0e4d、。「」ぁあいう-えお-ちっ-にね-びふ-べほ-ろわをんァ-イウ-ゾタチッツテ-ニネ-ロワンー"
    "，：！？（）\u200d\ufe0f]"
)
# Two of their bytes, the first two, are always one token.
_PAIRED = re.compile(
    "[\u0900-\u0fbf\u2000-\u22ff\u3000-\u30ff\u4e00-\u5d3f\u5dc0-\u6abf\u6b00-\u877f\u8840-\u977f\U0001f000-\U0001ffff]"
)


def estimate(text: str) -> int:
    """The tokens of `text`: never fewer than it has; for English, a third or so more."""
    return sum(map(_cost, _PIECE.findall(text)))


@lru_cache(maxsize=4096)
def _cost(piece: str) -> int:
    if piece in _LEXICON:
        return 1
    words = _WORD.findall(piece)
    if not words:
        return 1 if piece.isdigit() else len(piece.strip(" ")) or 1 + len(piece) // 64
    if piece.isascii():
        return sum(map(_word, words))
    return sum(_letters(word) if word.isascii() else _character(word) for word in words)


def _word(word: str) -> int:
    stem, _, suffix = word.partition("'")
    if stem in _LEXICON:
        return 1 + (1 if suffix.islower() else len(word) - len(stem))
    return min(_letters(word), _merged(word)) if len(word) < 40 else _letters(word)


def _letters(word: str) -> int:
    # Of two neighbouring tokens one has two letters or more, or they would be one: pairs of letters are tokens, but for a few.
    return (2 * len(word) + 1 + len(_APART.findall(word))) // 3


def _merged(word: str) -> int:
    # Merging with the first merges alone leaves no fewer tokens than merging with all.
    tokens = list(word)
    while merges := [(_RANKS[a + b], i) for i, (a, b) in enumerate(pairwise(tokens)) if a + b in _RANKS]:
        _, i = min(merges)
        tokens[i : i + 2] = [tokens[i] + tokens[i + 1]]
    return len(tokens)


@lru_cache(maxsize=4096)
def _character(part: str) -> int:
    character, space = part[-1], len(part) - 1
    if _SINGLE.match(character):
        return 1 + (space and character >= "\u0800")
    numeral = not character.isalpha() and (character.isnumeric() or not character.isprintable())
    size = len(character.encode(errors="surrogatepass"))
    return space + numeral + size - bool(_PAIRED.match(character))
