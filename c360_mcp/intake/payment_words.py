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

CODE_ABBREVIATIONS = (
    "cvv2",
    "cvv",
    "cvc2",
    "cvc",
    "cvn2",
    "cvn",
    "cvd2",
    "cvd",
    "cav2",
    "csc",
    "cid",
    "ｃｖｖ",
    "ｃｖｃ",
)
IN_NAMES_OF_FIELDS = ("card", "cc"), ("code", "number", "num", "nr", "no")
"""What programs write directly before and after an abbreviation, as in `cardCvv` and `cvvCode`."""
CODE_IN_LETTERS = ("c.v.v.", "c.v.v", "c.v.c.", "c.v.c", "c v v", "c v c")
CODE_NAMES = (
    *(
        "security code",
        "security number",
        "security-code",
        "security_code",
        "securitycode",
        "sec code",
        "sec. code",
    ),
    *("card verification", "card code", "cardcode", "card_code"),
    *(
        "digits on the back",
        "numbers on the back",
        "back of the card",
        "back of my card",
        "back of card",
        "3-digit code",
        "3-digit number",
        "three-digit code",
        "three-digit number",
    ),
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
    r"(?:(?![$€£¥₹])[\W_]|[は為为은는의の]"
    r"|(?<![a-z])(?:is|was|as|of|the|it|he|she|they|you|we|i|number|num|code|value|[34]?[ \-]?digits?|given|gave|provided"
    r"|said|says|asked|for|on|back|which|that|would|will|should|could|might|may|be|are|equals|reads|here|have|had|has|got|my|your"
    r"|his|her|their|please|think|believe|so|s|ok|okay|yes|yeah|sorry|uh|um|amex|card (?:is|was)|ist|lautet|war|nummer"
    r"|visuel|est|était|es|era|é|foi|numero|número|to|jest|är|kode?|koodi|kodu|kód|código|codigo|codice)(?![a-z])"
    r"|(?<![a-z])(?:no|nr)(?:\.|(?![a-z]))|это|код|है|番号|番號|是|コード|码|碼|코드)"
)
"""A pattern for one of the words and signs that may stand, several in a row, between the name of a code and the code."""
