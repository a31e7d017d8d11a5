"""What people call a payment card and its security code, in many languages; all in lower case."""

CARD_WORDS = (
    r"(?:(?<![a-z\[])(?:(?<!sim )(?<!sim-)cards?|card ?number|pan|cc|visa|amex|jcb)(?![a-z])"
    r"|(?<![a-z])(?:kort|kart[aąeęıiou]?|carte|carta)(?![a-z])"
    r"|(?<![a-z])(?:cvv|cvc)2?"
    r"|master ?card|american express|maestro|diners club|unionpay|rupay"
    r"|karte|kartic|kartou|kortnummer|kaart|cartão|cartao|cartões|tarjeta|targeta|thẻ|bankkárty|korttin"
    r"|карт|κάρτ|כרטיס|بطاقة|کارت|कार्ड|কার্ড|அட்டை|บัตร|カード|卡|카드)"
)
"""A pattern. The placeholder `[card ending 1111]` does not match it, and so makes no card of its neighbours."""

CODE_ABBREVIATIONS = ("cvv2", "cvv", "cvc2", "cvc", "cvn2", "cvn", "cav2", "csc", "cid")
CODE_IN_LETTERS = ("c.v.v.", "c.v.v", "c.v.c.", "c.v.c", "c v v", "c v c")
CODE_NAMES = (
    *("security code", "card verification code", "card verification number", "card verification value"),
    *("digits on the back", "3-digit code", "3-digit number", "three-digit code", "three-digit number"),
    *("prüfziffer", "prüfnummer", "sicherheitscode"),
    *("cryptogramme", "code de sécurité", "codi de seguretat", "cod de securitate", "codice di sicurezza"),
    *("código de seguridad", "codigo de seguridad", "código de segurança", "codigo de segurança"),
    *(
        "beveiligingscode",
        "veiligheidscode",
        "säkerhetskod",
        "sikkerhedskode",
        "sikkerhetskode",
        "turvakoodi",
    ),
    *("kod bezpieczeństwa", "kod zabezpieczający", "bezpečnostní kód", "biztonsági kód"),
    *("güvenlik kodu", "kode keamanan", "mã bảo mật", "код безопасности", "защитный код", "код безпеки"),
    *("κωδικός ασφαλείας", "κωδικό ασφαλείας", "κωδικο ασφαλειας", "קוד אבטחה", "קוד ביטחון"),
    *("رمز الأمان", "رمز الحماية", "کد امنیتی", "सुरक्षा कोड", "รหัสความปลอดภัย"),
    *("セキュリティコード", "安全码", "安全碼", "安全代码", "보안 코드", "보안코드"),
)

OTHER_CID = (
    r"(?:call|caller|case|campaign|client|company|complaint|contact|contract|conversation|customer|ticket)"
)
"""What else CID may be short for the ID of."""

LINKING_WORDS = (
    r"(?:[\s:;.=#,'’“”«»()\[\]{}\-–—<>‹›*∗/_＿|¦~∼?!…→➔➙➜➝➞⇒⟶⟹：は为為은는]"
    r"|(?<![a-z])(?:is|was|as|of|the|it|he|she|they|number|code|value|digits|given|provided|said|on|back|which|that|would"
    r"|be|are|equals|reads|here|my|your|his|her|their|please|i|think|believe|sorry|uh|um|card (?:is|was)|ist|lautet|war"
    r"|nummer|visuel|est|était|es|era|é|foi|numero|número|to|jest|är)(?![a-z])"
    r"|(?<![a-z])(?:no|nr)(?:\.|(?![a-z]))|это|है|番号|番號|是)"
)
"""A pattern for one of the words and signs that may stand, several in a row, between the name of a code and the code."""
