"""Figures of daily life that are neither cards nor codes nor contacts, by kind, each as it stands in a sentence."""

from collections.abc import Callable
from random import Random


def figures(seed: int, count: int) -> dict[str, list[str]]:
    """As many texts of each kind."""
    makers = _Makers(Random(seed)).by_kind()  # noqa: S311
    return {kind: [make() for _ in range(count)] for kind, make in makers.items()}


class _Makers:
    def __init__(self, random: Random) -> None:
        self._random = random

    def by_kind(self) -> dict[str, Callable[[], str]]:
        return {
            "order and invoice numbers": self._order,
            "tracking numbers of carriers": self._parcel,
            "bank account and tax numbers": self._account,
            "meter readings": self._readings,
            "positions on the globe": self._position,
            "dates, times and years": self._moment,
            "amounts and measures": self._amount,
            "addresses and versions of machines": self._machine,
            "IDs of software": self._software,
        }

    def _digits(self, shortest: int, longest: int) -> str:
        return "".join(self._random.choices("0123456789", k=self._random.randint(shortest, longest)))

    def _letters(self, length: int) -> str:
        return "".join(self._random.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=length))

    def _number(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def _order(self) -> str:
        digits, letters, year = self._digits(5, 12), self._letters(3), self._number(2019, 2026)
        forms = (
            f"order {digits} is late",
            f"Order no. {digits}",
            f"order number: {digits}, two items",
            f"invoice {year}-{self._digits(4, 6)}",
            f"invoice {letters}-{year}/{self._digits(3, 5)} of March",
            f"Rechnung Nr. {digits}",
            f"ticket #{digits}",
            f"case {digits}/{self._digits(1, 2)}",
            f"PO{digits} and {letters}{digits}",
            f"order {self._number(100, 799)}-{self._digits(7, 7)}-{self._digits(7, 7)}",
            f"customer number is {digits}",
            f"Auftrag {digits} und {self._digits(5, 12)[:5]}",
            f"n° de commande {digits}",
            f"pedido {digits}",
            f"contract {letters} {digits}",
        )
        return self._random.choice(forms)

    def _parcel(self) -> str:
        forms = (
            f"parcel 1Z{self._letters(3)}{self._digits(13, 13)}",
            f"tracking {self._digits(12, 12)}",
            f"tracking number {self._digits(10, 10)}",
            f"parcel 94{self._digits(20, 20)}",
            f"JD01{self._digits(16, 16)}",
            f"parcel {self._letters(2)}{self._digits(9, 9)}DE",
            f"parcel 00{self._digits(18, 18)} is at the depot",
        )
        return self._random.choice(forms)

    def _account(self) -> str:
        body = self._digits(18, 18)
        iban = f"DE{98 - int(body + '131400') % 97:02}{body}"
        forms = (
            iban,
            " ".join(iban[i : i + 4] for i in range(0, 22, 4)),
            f"VAT DE{self._digits(9, 9)}",
            f"account {self._digits(8, 8)}, sort code {self._digits(2, 2)}-{self._digits(2, 2)}-{self._digits(2, 2)}",
            f"BIC {self._letters(4)}DE{self._letters(2)}{self._digits(3, 3)}",
            f"policy {self._letters(2)}{self._digits(8, 8)}",
        )
        return self._random.choice(forms)

    def _readings(self) -> str:
        digits = self._number(3, 6)
        first = self._number(10 ** (digits - 1), 10**digits * 8 // 10)
        each = [first + n * self._number(0, max(first // 40, 1)) for n in range(self._number(2, 6))]
        readings = sorted(each, reverse=self._random.random() < 0.3)
        written = [f"{reading:0{self._random.choice((0, digits))}}" for reading in readings]
        separator = self._random.choice((", ", "; ", " / ", " then ", " and ", " ", ",", " -> "))
        unit = self._random.choice(("", "", " kWh", " m³"))
        before = self._random.choice(
            ("meter ", "readings: ", "Zählerstände ", "the meter showed ", "relevés ")
        )
        return before + separator.join(written) + unit

    def _position(self) -> str:
        latitude, longitude = self._random.uniform(-90, 90), self._random.uniform(-180, 180)
        places = self._number(3, 14)
        one, other = f"{latitude:.{places}f}", f"{longitude:.{places}f}"
        forms = (
            f"{one}, {other}",
            f"{one},{other}",
            f"at {one} {other}",
            f"lat {one} lon {other}",
            f"lat={one}&lng={other}",
            f"({one}; {other})",
            f"{abs(latitude):.{places}f}° N, {abs(longitude):.{places}f}° E",
            f"{abs(latitude):.{places}f}N {abs(longitude):.{places}f}W",
            f"{abs(int(latitude))}°{self._number(0, 59)}'{self._random.uniform(0, 59):.3f}\"N",
            f"geo:{one},{other}",
            f"@{one},{other},17z",
        )
        return self._random.choice(forms)

    def _moment(self) -> str:
        day, month, year = self._number(1, 28), self._number(1, 12), self._number(2019, 2027)
        hour, minute, second = self._number(0, 23), self._number(0, 59), self._number(0, 59)
        forms = (
            f"{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}",
            f"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z",
            f"{day:02}.{month:02}.{year} {hour:02}.{minute:02}",
            f"{month}/{day}/{year}, {hour}:{minute:02}",
            f"{day}/{month}/{str(year)[2:]} {hour}h{minute:02}",
            f"{year}{month:02}{day:02}{hour:02}{minute:02}{second:02}",
            f"{year}{month:02}{day:02}",
            f"from {day}.{month}.{year} to {day}.{month}.{year + 1}",
            f"{day:02}.{month:02}.{year} - {day:02}.{month:02}.{year + 1}",
            f"{year}-{year + 1}",
            f"{year}, {year + 1} and {year + 2}",
            f"17{self._digits(11, 11)}",
            f"{hour:02}:{minute:02}, {hour:02}:{second:02}, 14:20, 15:45, 16:10",
            f"{hour:02}:{minute:02}:{second:02}.{self._digits(6, 6)}",
            f"open {hour:02}:{minute:02}-{second % 24:02}:00 / 14:00-18:30",
        )
        return self._random.choice(forms)

    def _amount(self) -> str:
        number = self._number(1, 99_999_999)
        cents = self._digits(2, 2)
        forms = (
            f"{number:,}.{cents} EUR",
            f"€{number:,}.{cents}",
            f"{number:,} USD".replace(",", "."),
            f"{number:,},{cents} kr".replace(",", " ", 2),
            f"{number} kWh",
            f"{self._number(1, 99)}.{self._digits(5, 9)} %",
            f"{self._digits(2, 3)} x {self._digits(2, 3)} x {self._digits(2, 3)} mm",
            f"{number / 1_000_000:.3f} m³",
            f"items 12 15 18 20 {self._number(21, 30)}",
            f"{self._number(1, 9)},{self._digits(3, 3)},{self._digits(3, 3)}",
            f"$ {number}",
        )
        return self._random.choice(forms)

    def _machine(self) -> str:
        byte = self._number
        forms = (
            f"{byte(1, 254)}.{byte(0, 255)}.{byte(0, 255)}.{byte(1, 254)}",
            f"IP {byte(1, 254)}.{byte(0, 255)}.{byte(0, 255)}.{byte(1, 254)}:{byte(1024, 65535)}",
            f"version 10.0.{byte(10000, 29999)}.{byte(100, 9999)}",
            f"v{byte(1, 20)}.{byte(0, 99)}.{byte(0, 99)}",
            f"2001:db8:{self._digits(4, 4)}:{self._digits(4, 4)}:{self._digits(4, 4)}:{self._digits(4, 4)}",
            ":".join(f"{byte(0, 255):02x}" for _ in range(6)),
            f"firmware {self._digits(2, 2)}.{self._digits(3, 3)}.{self._digits(5, 5)}",
        )
        return self._random.choice(forms)

    def _software(self) -> str:
        hexadecimal = f"{self._random.getrandbits(128):032x}"
        forms = (
            f"{hexadecimal[:8]}-{hexadecimal[8:12]}-{hexadecimal[12:16]}-{hexadecimal[16:20]}-{hexadecimal[20:]}",
            f"int-19{self._digits(9, 9)}-{self._letters(12)}-phone-03-acme{self._digits(2, 2)}",
            f"trace {hexadecimal}",
            f"txn_{self._digits(16, 16)}",
            f"{self._letters(3)}-{self._digits(8, 8)}",
            f"SKU {self._letters(2)}{self._digits(6, 8)}-{self._letters(1)}",
            f"error 0x{hexadecimal[:8]}",
        )
        return self._random.choice(forms)
