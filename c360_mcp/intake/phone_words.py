"""Words that stand before a phone number, and words that stand before other numbers, in many languages."""

import re

PHONE_WORD = re.compile(
    r"(?:(?<![a-z])(?:tel|tél|handy|fax|sms|gsm|hp|ph"
    r"|(?:call|rang?|ring|text|reach|dial)(?:ed|ing)? (?:me|us|him|her|them|back|on|at|from)|rückruf|rappeler|llamar)"
    r"|phone|mobil|cell?ular|móvil|movil|whatsapp|rufnummer|тел|τηλ|טלפון|هاتف|تلفن|फ़ोन|फोन|โทร|電話|电话|전화)"
    r"[^\d\[\]]{0,15}\Z",
    re.IGNORECASE,
)
"""Digits after it are a phone number, whatever they look like."""

_THINGS = (
    r"order|invoice|bill|quote|claim|case|ticket|booking|confirmation|ref(?:erence)?|policy|contract|member(?:ship)?|loyalty"
    r"|parcel|tracking|fedex|ups|usps|dhl|dpd|gls|hermes|serial|s/n|imei|iccid|sku|upc|ean|isbn|part|model|error|port"
    r"|meter|readings?|water|gas|grid|utm|version|firmware|build|ip|iso|en|vat|tax|routing|ein|nip|siret|siren"
    r"|bestell|auftrags?|rechnungs?|vertrags?|steuer|ust-id|zähler(?:stand|stände)?|commande|facture|dossier|relevés?"
    r"|pedido|factura|nota fiscal"
)
_LINK = (
    r"[ \-]?(?:number|nummer|no|nr|id|code)?[.:#]? ?(?:is|was|ist|war|est|es|showed|shows)?[ :]{0,2}"
    r"(?-i:[A-Z]{2,4} )?\Z"
)
OF_AN_OBJECT = re.compile(rf"(?<![a-z])(?:{_THINGS}){_LINK}", re.IGNORECASE)
"""Digits after it are a phone number only where they are written as nothing else is."""

OF_AN_ACCOUNT = re.compile(
    rf"(?<![a-z])(?:account|contract|vertrags?|id|(?:customer|kunden)[ \-]?(?:number|nummer|no|nr|id)){_LINK}",
    re.IGNORECASE,
)
"""Digits in one piece after it are no phone number; those in groups may well be that of a customer."""
