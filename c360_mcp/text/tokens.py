"""How many tokens a text costs a model: an estimate that errs high.

The measure is `o200k_base`, whose vocabulary is too heavy to carry at run time. So a text is cut where that
tokenizer cuts it, and each piece is charged the most that it can come to.
"""

import re
from functools import lru_cache

# One token in lower case or capitalised, with or without a space before it.
_WORDS = """
a about above actual after again all almost also although always am among an and another any anything around
as at away back bad based basic be because been before being below best better between both business busy but
by can cannot certain could current daily data did different do does done due during each early easy eight
either else empty even ever every far fast few fine first five for former found four free from front full
general get given gone good got great had half happy hard has have having he health hello her here high higher
his history how i if important in info information instead int internet into is it its just known large later
latest least left legal less long lost lot low made main making management many may maybe me met min mixed
more most much must my near never new news next nine no non none normal north not nothing now of off often ok
old on once one online only or original other our out outside over own paid past per perhaps personal please
positive pre previous private proper public quick quite rather ready real really recent regular right safe
same sec second seven she short simple since six small sms so software sold some something soon south special
specific still strong such summary sure ten than thanks that the them then there these they this those though
three through to today too true two under unknown unless until up upon us used using usually valid very via
vip warm was we well went were what when where whether which while who whole why will wish with within without
would wrong yes yet you your zero
"""
# The same; with -s, one token in lower case after a space.
_NOUNS = """
action agent amount app application appointment area bank callback card case center centre channel chat child
client computer condition confirmation connection content control conversation cost course credit customer day
deal department desk device difference discount door driver effect employee error event example export
extension fact factor feature fee field flight friend gift guest holder holiday home hotel hour idea image
import incident individual installation instruction interaction invoice item job key kind letter level life
location machine manager map market member message meter method moment month network night notification office
operator option owner page part partner password patient payment period person phone picture piece plan
platform player portal position premium problem procedure product profile program project provider quarter
queue reason reference refund region registration replacement reservation response risk role room rule sale
school season seat section sector selection server service session setting shop side signal site size solution
space speed staff stage standard statement station step street student supplier system table task team tenant
term text thing thought ticket title tone tool topic town train transaction transfer trip truck unit user
value version video voucher way website week window word worker year
"""
# The same; with -s, -ed, -ing.
_VERBS = """
account add allow answer ask assist bill block book call check claim clean clear click collect comment confirm
connect consider contact contract cover delay deposit detail direct document email end enter expect fail fill
follow form forward group hand head help install interest join label last learn limit link list load lock look
mail mark match mention model need number offer open order park perform play point post power present prevent
print protect pull question record register remember rent repair repeat report request respond rest result
return review screen select show sign sort sound start stay stock suggest support talk target test thank total
track travel trust turn view visit wait walk want warn water wonder work
"""
# The same; with -es, -ed, -ing in place of the -e.
_VERBS_IN_E = """
balance calculate care cause change charge close code complete continue create damage date delete describe
disable enable ensure experience face figure file force handle hope house include increase issue like line
live love manage move name note notice observe outline package place practice prepare price produce promise
provide purchase quote raise range rate release remove replace require resolve retrieve route save schedule
serve share solve source state store time type update upgrade use vote
"""
# One token in lower case after a space only.
_WITHIN = """
abandoned accept according acknowledge across address afternoon against agree agreed agreement apply approved
april arranged arrived attempt august automated automatically available awaiting became become bought
broadband broken brought buy caller came cancel cancellation cancelled city colleague communication company
complain complained complaint concern country couple currently daughter debit december decision declined
deliver delivery denied disappointed discussed discussion dispute disputed drop duplicate engineer enough
escalation eventually everything expired explain explained explore express family feedback feel felt finally
forever friday frustrated further gave gets getting give gives giving going happen happened happens helpful
him however husband identified identity immediately improve inbound incorrect indicated initiated insurance
itself january july june keep kept know leave let likely login longer lose maintenance make makes march
measure medical meeting might minute monday monthly morning necessary negative neutral notified november
october opinion outbound party pay paying pending policy possible process progress property put quality
quickly reach reached receipt receive recently reduce refer referred refunded refused related relieved remain
reminder renew renewal reply representative reset resolution responsible running said satisfied saturday say
saying seemed send sending sent separate september several shipped shipping should shown similar situation
someone sorry speak specialist spoke spoken status stop stopped straight subject submit submitted subscription
successfully sunday supervisor switch take taken taking tax technical technician telephone tell temporary
termination their third together told tomorrow tonight took towards transferred tried trouble try trying twice
unable understand unhappy upset urgent vehicle verified verify voice voicemail waived warehouse warranty
weekend whose wife worried write written wrote yesterday
"""


def _lexicon() -> frozenset[str]:
    anywhere = {*_WORDS.split(), *_NOUNS.split(), *_VERBS.split(), *_VERBS_IN_E.split()}
    anywhere |= {word.capitalize() for word in anywhere}
    within = {
        *_WITHIN.split(),
        *(noun + "s" for noun in _NOUNS.split()),
        *(verb + ending for verb in _VERBS.split() for ending in ("s", "ed", "ing")),
        *(verb[:-1] + ending for verb in _VERBS_IN_E.split() for ending in ("es", "ed", "ing")),
    }
    return frozenset(anywhere | {f" {word}" for word in anywhere | within})


_LEXICON = _lexicon()
_SYMBOLS = "¡£§©«®°±·»¿×–—‘’“”•…€™→№✓"
_SUFFIX = "'(?:[sdmtSDMT]|[lL][lL]|[vV][eE]|[rR][eE])"
_PIECE = re.compile(
    rf" ?(?:[A-Za-z]|[^\x00-\x7f{_SYMBOLS}])+(?:{_SUFFIX})?"
    rf"| ?[!-/:-@\[-`{{-~{_SYMBOLS}]+"
    rf"|[0-9]{{1,3}}"
    rf"| +(?= )"
    rf"|.",
    re.DOTALL,
)
_WORD = re.compile(rf" ?[A-Z]*[a-z]+(?:{_SUFFIX})?| ?[A-Z]+(?:{_SUFFIX})?| ?[^\x00-\x7f]|{_SUFFIX}")
_APART = re.compile(r"(?=[A-Z][a-z]|[jqxzJQXYZ][A-Za-z]|[A-Za-z][jqxzJQXYZ]|gk|UO)")
_JOINING = re.compile(
    "[À-ÏÑ-ÖØÚ-ÞàáâäåæçèéêëìíîïñòóôõöøùúûüýþćčďđēěğīİŁłőřśŚşŞšŠťźŻżŽž"
    "ΆΈΌΑ-ΝΟΠΡΣ-ΧΩάέήία-θκ-ξοπσ-ωόύώЁЄІА-ЩЫЭ-щыэ-яёєіїא-יכלמנסעפצ-תآأإئابت-غف-وي،؟]"
)
_SINGLE = re.compile(
    "[\u0905-\u090a\u090f-\u0911\u0913-\u0928\u092a-\u0933\u0935-\u0939\u093c-\u0943\u0947-\u0949\u094b-\u094d।"
    "กขคฆ-ซญ-ฑณ-ลว-\u0e39เ-ไ\u0e46-\u0e4d、。「」ぁあいうえお-ちっ-にね-はひ-ふぶ-べほ-ろわをんァ-イウェ-ヂー]"
)
_TWO = re.compile("[\u0900-\u0fbf\u2000-\u22ff\u3000-\u30ff\u4e00-\u5d3f\u5dc0-\u6abf\u6b00-\u877f\u8840-\u977f\u97c0-\u9bbf\u9c80-\u9cff\u9e00-\u9fbf\ufe00-\ufe3f\uff00-\uffff]")


def estimate(text: str) -> int:
    """The tokens of `text`, never fewer than it has and mostly within a third of them for what results hold."""
    return sum(map(_cost, _PIECE.findall(text)))


@lru_cache(maxsize=4096)
def _cost(piece: str) -> int:
    if piece in _LEXICON:
        return 1
    if piece.isspace() and piece.isascii():
        return 1 + len(piece) // 64
    parts = _WORD.findall(piece)
    if not parts:
        return 1 if piece.isdigit() else len(piece.lstrip(" "))
    if piece.isascii():
        return sum(1 if part in _LEXICON else _letters(part) for part in parts)
    return sum(_letters(part) if part.isascii() else _foreign(part) for part in parts)


def _letters(part: str) -> int:
    word, apostrophe, suffix = part.partition("'")
    tail = (1 if suffix.islower() else 1+len(suffix)) if apostrophe else 0
    if not word: return tail
    if word in _LEXICON: return 1+tail
    return (2 * len(word) + 1 + len(_APART.findall(word))) // 3 + tail


def _foreign(part: str) -> int:
    character = part[-1]
    if _JOINING.match(character):
        return 1
    space = len(part) - 1
    if _SINGLE.match(character):
        return space + 1
    numeral = character.isnumeric() and not character.isalpha()
    return space + numeral + _bytes(character)


def _bytes(c):
    if c < "\u0800": return 2
    if _TWO.match(c): return 2
    if c < "\U00010000": return 3
    return 3 if "\U0001d000"<=c<="\U0001dfff" or "\U0001f000"<=c<="\U0001ffff" else 4
