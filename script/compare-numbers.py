"""The comparison that script/compare-numbers runs: makes numbers, asks both programs, prints where they agree."""

import collections
import json
import pathlib
import random
import subprocess
import sys

from stdnum import luhn, numdb
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

SEED, COUNT = 20_261_123, 100_000
TODAY = "2026-11-23"
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PROVINCES = [11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65]


def identity_card(rng, regions):
    """Of a district that was assigned in the year of birth, but for one in twenty."""
    while True:
        number = rng.choice(regions) + f"{rng.randint(1900, 2020)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{rng.randint(0, 999):03}"
        number += ric.calc_check_digit(number + "0")
        if oracle(ric, number) == "ok" or rng.random() < 0.05:
            return number


def credit_code(rng, regions):
    number = rng.choice(["91", "92", "93", "11", "12", "51", "52"]) + rng.choice(regions) + "".join(rng.choices(LETTERS, k=9))
    return number + uscc.calc_check_digit(number)


def bank_card(rng, _):
    number = rng.choice(["62", "4", "51", "3568", "9558"])
    number += "".join(rng.choices("0123456789", k=rng.choice([15, 16, 18]) - len(number)))
    return number + luhn.calc_check_digit(number)


def slip(rng, number):
    """One of the slips that people make, or none."""
    place = rng.randrange(len(number))
    kind = rng.choice(["digit", "swap", "drop", "double", "letter", "date", "region", "none"])
    if kind == "digit":
        return number[:place] + rng.choice("0123456789") + number[place + 1 :], kind
    if kind == "swap":
        place = min(place, len(number) - 2)
        return number[:place] + number[place + 1] + number[place] + number[place + 2 :], kind
    if kind == "drop":
        return number[:place] + number[place + 1 :], kind
    if kind == "double":
        return number[:place] + number[place] + number[place:], kind
    if kind == "letter":
        return number[:place] + rng.choice("OIZSVBK") + number[place + 1 :], kind
    if kind == "date" and len(number) == 18:
        wrong = number[:10] + rng.choice(["0230", "1301", "0000", "0432"]) + number[14:17]
        return wrong + (ric.calc_check_digit(wrong + "0") if wrong.isdigit() else number[17]), kind
    if kind == "region" and len(number) == 18:
        wrong = f"{rng.choice(PROVINCES)}{rng.randint(0, 9999):04}" + number[6:17]
        return wrong + (ric.calc_check_digit(wrong + "0") if wrong.isdigit() else number[17]), kind
    return number, "none"


def oracle(module, number):
    try:
        module.validate(number)
        return "ok"
    except ValidationError as error:
        return type(error).__name__
    except KeyError:
        return "InvalidComponent"  # a district that its table does not have, of a province that it has: it stumbles


def answers(guanxi, kind, numbers, folder):
    file = pathlib.Path(folder, kind)
    file.write_text("".join(number + "\n" for number in numbers))
    out = subprocess.run([guanxi, "validate", kind, str(file), "--today", TODAY], check=True, capture_output=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def explanation(kind, number, said, answer):
    """Why both may differ; None where nothing explains it."""
    if kind == "id-card":
        if said == "InvalidLength" and answer["notes"] == ["oldForm"]:
            return "15 digits: python-stdnum knows no old numbers"
        if said == "InvalidComponent" and answer["valid"]:
            return "a district that was not assigned in the year of birth: only noted here, since cards outlive districts"
        if said == "ok" and answer["reason"] == "unknownRegion":
            return "python-stdnum takes the region for known"
    if kind == "uscc":
        if said == "InvalidFormat" and answer["form"] and not number[:2].isdigit():
            return "a letter in the first two places: python-stdnum takes digits only, GB 32100 has A, N and Y"
        if said == "ok" and answer["reason"] == "unknownRegion":
            return "a region that no province has: python-stdnum does not look at it"
    if kind == "bank-card" and said == "ok" and answer["reason"] in ("wrongLength",):
        return "a length that no bank card has: python-stdnum looks at the check digit alone"
    return None


def same(said, answer):
    """Whether both say the same, and for the same cause."""
    reason = answer["reason"]
    if said == "ok":
        return answer["valid"]
    if answer["valid"]:
        return False
    return {
        "InvalidLength": not answer["form"],
        "InvalidFormat": not answer["form"],
        "InvalidChecksum": answer["checksum"] is False or not answer["form"],
        "InvalidComponent": reason in ("noSuchDate", "futureDate", "ancientDate", "unknownRegion"),
    }[said]


def main(guanxi, folder):
    rng = random.Random(SEED)
    regions = sorted({code for code in districts() if code[:2].isdigit()})
    open_questions = 0
    print(f"{'numbers':<10} {'asked':>7} {'valid':>7} {'agree':>7} {'explained':>9} {'open':>5}")
    notes = []
    for kind, module, make, count in [("id-card", ric, identity_card, 40_000), ("uscc", uscc, credit_code, 30_000), ("bank-card", luhn, bank_card, COUNT - 70_000)]:
        numbers = [make(rng, regions) for _ in range(count)]
        numbers = [number if rng.random() < 0.5 else slip(rng, number)[0] for number in numbers]
        table, reasons = collections.Counter(), collections.Counter()
        for number, answer in zip(numbers, answers(guanxi, kind, numbers, folder), strict=True):
            said = oracle(module, number)
            table["valid"] += answer["valid"]
            if same(said, answer):
                table["agree"] += 1
                continue
            reason = explanation(kind, number, said, answer)
            table["explained" if reason else "open"] += 1
            reasons[reason or f"OPEN: {number}: python-stdnum {said}, guanxi {answer['reason']}"] += 1
        open_questions += table["open"]
        print(f"{kind:<10} {count:>7} {table['valid']:>7} {table['agree']:>7} {table['explained']:>9} {table['open']:>5}")
        notes += [f"{kind}: {number} x {reason}" for reason, number in reasons.most_common(20)]
    print("\n" + "\n".join(notes))
    return 1 if open_questions else 0


def districts():
    """The regions that python-stdnum knows, of any year."""
    for length, low, high, _, children in numdb.get("cn/loc").prefixes:
        for value in range(int(low), int(high) + 1):
            code = str(value).zfill(length)
            if length == 6:
                yield code
            else:
                yield from (code + low.zfill(size) for size, low, *_ in children)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
