"""The comparison that script/planted-faults runs: of each planted kind, how many rows were found; and what was found in rows that are right."""

import collections
import csv
import pathlib
import resource
import subprocess
import sys
import time

# What must be found where a fault was planted: the column, and the kinds that name it.
EXPECTED = {
    "cardCheckDigit": ("证件号码", {"number.wrongCheckDigit"}),
    "cardFutureBirth": ("证件号码", {"number.futureDate"}),
    "creditCodeLetter": ("证件号码", {"number.letterForDigit", "number.unusedLetter"}),
    "creditCodeCheckDigit": ("证件号码", {"number.wrongCheckDigit"}),
    "birthdayContradicts": ("出生日期", {"inspect.contradictsCard"}),
    "genderContradicts": ("性别", {"inspect.contradictsCard"}),
    "birthdayStandard": ("出生日期", {"suspicion.defaultDate"}),
    "mobileShort": ("手机", {"number.wrongLength", "number.notMobile", "number.wrongForm"}),
    "mobileLetter": ("手机", {"number.letter", "number.letterForDigit"}),
    "mailBroken": ("邮箱", {"inspect.badMail"}),
    "postcodeElsewhere": ("邮编", {"inspect.postcodeElsewhere"}),
    "plateLetter": ("车牌号", {"number.unusedLetter", "number.letterForDigit"}),
    "bankCardCheckDigit": ("银行卡号", {"number.wrongCheckDigit"}),
    "mobileTest": ("手机", {"suspicion.testNumber", "suspicion.repeated"}),
    "mobileShared": ("手机", {"suspicion.shared"}),
    "namePlaceholder": ("姓名", {"suspicion.placeholder"}),
    "nameMissing": ("姓名", {"inspect.nameMissing"}),
    "nameDigits": ("姓名", {"suspicion.digitsInName"}),
    "mailKeyboard": ("邮箱", {"suspicion.keyboardRun", "suspicion.repeated", "suspicion.testMail"}),
    "addressPlaceholder": ("地址", {"suspicion.placeholder", "suspicion.repeated"}),
}


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def inspect(guanxi, folder):
    begun = time.monotonic()
    files = {name: str(folder / f"{name}.csv") for name in ("pairs", "findings")}
    subprocess.run(
        [guanxi, "inspect", str(folder / "customers.csv"), "--mapping", str(folder / "map.yaml"), "--report", str(folder / "report.html"),
         "--pairs", files["pairs"], "--findings", files["findings"]], check=True)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{time.monotonic() - begun:.1f} s, {memory} MB at most\n")


def main(guanxi, folder):
    inspect(guanxi, folder)
    truth = {int(row["row"]): row for row in read(folder / "truth.csv")}
    found = collections.defaultdict(set)
    for row in read(folder / "findings.csv"):
        found[int(row["row"])].add((row["column"], row["kind"]))
    pairs = {(int(row["left"]), int(row["right"])): row["verdict"] for row in read(folder / "pairs.csv")}
    with open(folder / "customers.csv", encoding="utf-8-sig", newline="") as file:
        rows = sum(1 for _ in csv.reader(file)) - 1

    # All rows that are one customer belong together, not only each double with its original.
    group = {}
    for number, row in truth.items():
        if row["twin"]:
            group[number] = int(row["twin"])
            group[int(row["twin"])] = int(row["twin"])

    planted, hits, asked = collections.Counter(), collections.Counter(), collections.Counter()
    for number, row in truth.items():
        kind = row["kind"]
        planted[kind] += 1
        if row["twin"]:
            verdict = pairs.get((int(row["twin"]), number))
            hits[kind] += verdict == "same"
            asked[kind] += verdict == "ask"
        else:
            column, kinds = EXPECTED[kind]
            hits[kind] += any(where == column and what in kinds for where, what in found[number])

    print(f"{'planted':<22}{'rows':>8}{'found':>8}{'asked':>8}{'missed':>8}")
    for kind in sorted(planted, key=lambda kind: (kind.startswith("duplicate"), kind)):
        print(f"{kind:<22}{planted[kind]:>8}{hits[kind]:>8}{asked[kind] or '':>8}{planted[kind] - hits[kind] - asked[kind]:>8}")
    everything = sum(planted.values())
    print(f"{'all':<22}{everything:>8}{sum(hits.values()):>8}{sum(asked.values()):>8}{everything - sum(hits.values()) - sum(asked.values()):>8}")
    print(f"\n{rows} rows, {everything} of them with a fault ({100 * everything / rows:.1f} %)")

    # A false alarm is a finding in a row where nothing was planted, or in another column than the planted one.
    alarms, blamed = collections.Counter(), set()
    for number, findings in found.items():
        row = truth.get(number)
        own = EXPECTED[row["kind"]][0] if row and not row["twin"] else None
        # A row that came to share the number of the hot line by being a double of one has it rightly found.
        for column, kind in findings:
            if column != own:
                alarms[f"{column} {kind}"] += 1
                blamed.add(number)
    right = rows - everything
    print(f"{sum(alarms.values())} findings beside what was planted, in {len(blamed)} rows ({100 * len(blamed) / rows:.2f} %):")
    for kind, count in alarms.most_common(20):
        print(f"  {count:>8}  {kind}")
    wrong = {verdict: sum(1 for (one, two), said in pairs.items() if said == verdict and group.get(one, one) != group.get(two, two)) for verdict in ("same", "ask")}
    print(f"{wrong['same']} pairs called the same and {wrong['ask']} to be asked about that are not one customer, of {len(pairs)} pairs; {right} rows are right")


main(sys.argv[1], pathlib.Path(sys.argv[2]))
