#!/usr/bin/env python3
"""Clients worked by hand: who came, who was taken, who succeeded, in the expected case or on paths in which nothing is left to
chance, and what must hold on every path: clients.py SIBYL

Each case gives a configuration, its working in words, and the counts that the working comes to.
"""
import csv
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import zipfile

SIBYL = pathlib.Path(sys.argv[1]).resolve()
HEAD = 'title = "{name}"; start = "2012-04"; months = {months}; simulation = {{ paths = 500; seed = 20120401; }};\n'
ONE = """ parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Harbour"; kind = "provider"; serves = 1.0; %s } );
    contracts = ( { name = "Contract"; payer = "Council"; payee = "Harbour"; terms = ( { pay = "block"; amount = 1.0; } ); } );"""
TWO = """ parties = ( { name = "Council"; kind = "commissioner"; }, { name = "A"; kind = "provider"; serves = 1.0; %s },
                { name = "B"; kind = "provider"; serves = 1.0; %s } );
    contracts = ( { name = "To A"; payer = "Council"; payee = "A"; terms = ( { pay = "block"; amount = 1.0; } ); },
                  { name = "To B"; payer = "Council"; payee = "B"; terms = ( { pay = "block"; amount = 1.0; } ); } );"""
RECORDED = 5.1e-7  # counts are recorded to a millionth
counts = {True: 0, False: 0}


def promise(name, kept, said=""):
    counts[bool(kept)] += 1
    if not kept:
        print("broken:", name, said)


class Clients:
    """What became of a configuration's clients."""

    def __init__(self, name, months, text, *words):
        self.name, self.text = name, text
        with tempfile.TemporaryDirectory() as folder:
            file, rows = pathlib.Path(folder) / "clients.cfg", pathlib.Path(folder) / "paths.csv"
            file.write_text(HEAD.format(name=name, months=months) + text, encoding="utf-8")
            done = subprocess.run([SIBYL, "run", file, "--formats", "json", "--output", "-", "--paths-out", rows, *words],
                                  capture_output=True, check=False)
            promise(f"{name} runs", done.returncode == 0, done.stderr.decode())
            self.data = json.loads(done.stdout) if done.returncode == 0 else {"series": [], "metrics": []}
            table = list(csv.reader(rows.open(encoding="utf-8"))) if rows.exists() else [[]]
        self.columns = dict(zip(table[0], zip(*table[1:])))

    def path(self, what):
        return [float(x) for x in self.columns[what]]

    def metric(self, party, of, what, case="expected"):
        found = [m for m in self.data["metrics"] if (m.get("party"), m.get("of"), m["name"]) == (party, of, what)]
        return found[0][case] if found else None

    def count(self, party, what, exact, of=None, case="expected"):
        got = self.metric(party, of, what, case)
        promise(f"{self.name}: {what} of {party or 'all'}", got is not None and abs(got - exact) <= RECORDED,
                f"{got} is not {exact}")

    def series(self, party, what, exact, case="expected"):
        found = [s for s in self.data["series"] if s.get("party") == party and s["name"] == what]
        got = found[0][case] if found else []
        promise(f"{self.name}: {what} of {party or 'all'} by month",
                len(got) == len(exact) and all(abs(a - b) <= RECORDED for a, b in zip(got, exact)), f"{got} is not {exact}")


def capacity():
    """Three come a month and stay four months; at five in service no more are taken. Month 1: 3 in service at its end; month 2:
    three are below five, so all 3 are taken, past capacity: 6. Months 3 to 5 begin with 6. Month 5 ends with the 3 of month 2, so
    those of month 6 are taken; they are alone at its end and month 7's are taken too; month 8 begins with 6. A second provider
    without a limit takes half in months with room, and all of them otherwise: with 2 and 2 of 4 a month it takes 4 while the
    first has six."""
    people = """groups = ( { name = "people"; referrals = ( { monthly = %s; } ); in_service = 4; } ); outcomes = ();"""
    one = Clients("capacity", 8, people % "3.0" + ONE % "capacity = 5;")
    for case in ("expected", "mean"):
        one.series("Harbour", "starts", [3, 3, 0, 0, 0, 3, 3, 0], case)
    one.count(None, "unserved", 12)
    one.count(None, "referrals", 24)
    two = Clients("capacity, with another", 8, people % "4.0" + TWO % ("capacity = 4;", ""))
    two.series("A", "starts", [2, 2, 0, 0, 0, 2, 2, 0])
    two.series("B", "starts", [2, 2, 4, 4, 4, 2, 2, 4])
    two.count(None, "unserved", 0)


def learning():
    """Service begins in month 4, so months 1 to 15 are the first year, at half the success, 16 to 27 the second and 28 to 30 the
    third, the last value holding: of 10 starts a month and 0.4, 15 * 2 + 12 * 4 + 3 * 6. In the third year 0.4 * 3 is cut to 1."""
    text = """groups = ( { name = "people"; referrals = ( { monthly = 10.0; } ); } );
    outcomes = ( { name = "result"; after = "start"; probability = 0.4; } );
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Harbour"; kind = "provider"; serves = 1.0; learning = [0.5, 1.0, %s]; } );
    contracts = ( { name = "Contract"; payer = "Council"; payee = "Harbour"; from = 4; terms = ( { pay = "block"; amount = 1.0; } ); } );"""
    Clients("learning", 30, text % "1.5").count("Harbour", "result", 15 * 2 + 12 * 4 + 3 * 6)
    Clients("learning to certainty", 30, text % "3.0").count("Harbour", "result", 15 * 2 + 12 * 4 + 3 * 10)


def effectiveness():
    """A has 0.5 of the result and of nothing else, in a place that multiplies success by 0.8: 100 * 0.6 * 0.5 * 0.8 = 24; B has 60.
    Each result is followed by a home in 0.5 * 0.8 of A's cases, and by a relapse in 0.3 everywhere: who relapses is no success."""
    case = Clients("effectiveness", 3, """groups = ( { name = "people"; referrals = ( { monthly = 200.0; to = 1; } ); } );
    outcomes = ( { name = "result"; after = "start"; probability = 0.6; }, { name = "home"; after = "result"; probability = 0.5; },
                 { name = "relapse"; after = "result"; probability = 0.3; delay = 1; reverses = true; } );""" +
                   TWO % ("effectiveness = { result = 0.5; }; local_effect = 0.8;", ""))
    for party, result, home in (("A", 24, 24 * 0.4), ("B", 60, 30)):
        case.count(party, "result", result)
        case.count(party, "home", home)
        case.count(party, "reversals", result * 0.3, of="relapse")
    # The place of B's contract multiplies its success by 0.9, that of A's by nothing.
    text = case.text.replace('payee = "B";', 'payee = "B"; local_effect = 0.9;')
    placed = Clients("effectiveness in a place", 3, text)
    placed.count("A", "result", 24)
    placed.count("B", "result", 54)
    placed.count("B", "reversals", 54 * 0.3, of="relapse")


def choice():
    """A succeeds with 0.8 and B with 0.4. For twelve months they share alike; in month 13 their results per start are 0.8 and 0.4,
    their mean 0.6, and at a strength of 2 the weights are multiplied by exp(0.4) and exp(-0.4). C begins with the late group in month
    13: nobody has started with it, so it stands at the mean and keeps its weight of 1."""
    text = """groups = ( { name = "early"; referrals = ( { monthly = 10.0; } ); choice = { strength = 2; outcome = "result"; }; },
                         { name = "late"; referrals = ( { monthly = 10.0; from = 13; } ); choice = { strength = 2; outcome = "result"; }; } );
    outcomes = ( { name = "result"; after = "start"; probability = 0.8; } );
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "A"; kind = "provider"; serves = 1.0; },
                { name = "B"; kind = "provider"; serves = 1.0; effectiveness = 0.5; }, { name = "C"; kind = "provider"; serves = { late = 1.0; }; } );
    contracts = ( { name = "Contract"; payer = "Council"; payee = "A"; counts = ["A", "B", "C"]; terms = ( { pay = "block"; amount = 1.0; } ); } );"""
    case = Clients("choice", 13, text)
    up, down = math.exp(0.4), math.exp(-0.4)
    case.count("A", "starts", 60 + 10 * up / (up + down), of="early")
    case.count("B", "starts", 60 + 10 * down / (up + down), of="early")
    case.count("A", "starts", 10 * up / (up + down + 1), of="late")
    case.count("C", "starts", 10 / (up + down + 1), of="late")
    # However strong, the sum is finite: all go to the best.
    strong = Clients("choice of the best", 13, text.replace("strength = 2", "strength = 1000"))
    strong.count("A", "starts", 70, of="early")


def branches():
    """Of 100, 0.5 and 0.2 exclude each other and 0.3 are left over; at twice the effectiveness 1.0 and 0.4 sum to 1.4, each is
    divided by it and nobody is left. Without an `otherwise` the rest reach nothing."""
    text = """groups = ( { name = "people"; referrals = ( { monthly = 100.0; to = 1; } ); } );
    outcomes = ( { name = "work"; after = "start"; branch = "b"; probability = 0.5; %s }, { name = "home"; after = "start"; branch = "b"; probability = 0.2; },
                 { name = "rest"; after = "start"; branch = "b"; %s } );"""
    rest = ('otherwise = "rest";', "")
    case = Clients("branch", 2, text % rest + ONE % "")
    for name, exact in (("work", 50), ("home", 20), ("rest", 30)):
        case.count("Harbour", name, exact)
    case = Clients("branch past 1", 2, text % rest + ONE % "effectiveness = 2.0;")
    for name, exact in (("work", 100 / 1.4), ("home", 40 / 1.4), ("rest", 0)):
        case.count("Harbour", name, exact)
    case = Clients("branch without rest", 2, text % ("", "probability = 0.1;") + ONE % "")
    for name, exact in (("work", 50), ("home", 20), ("rest", 10)):
        case.count("Harbour", name, exact)


def in_service():
    """Ten start in each of months 1 to 3 and stay three months at most; half leave by their result two months after the start. At
    the ends of months 1 to 6 there are 10, 20, 25, 15, 5, 0, at 100 a client month."""
    case = Clients("in service", 6, """groups = ( { name = "people"; referrals = ( { monthly = 10.0; to = 3; } ); in_service = 3; } );
    outcomes = ( { name = "result"; after = "start"; probability = 0.5; delay = 2; leaves = true; } );""" +
                   ONE % 'opening_cash = 10000.0; costs = ( { name = "care"; per_client_month = 100.0; } );')
    there, cash = [10, 20, 25, 15, 5, 0], 10000.0
    closing = [cash := cash + 1 - 100 * n for n in there]
    case.series("Harbour", "cash", closing)


def creaming_and_parking():
    """Of 120 hard (complexity 0.8) and 60 easy (0.25) referrals half the complexity is rejected: 72 and 52.5 start. A quarter of the
    complexity is parked: 14.4 and 3.28125. A parked client succeeds at 0.1: of 0.5, 72 * 0.5 * (1 - 0.2 * 0.9) and 52.5 * 0.5 *
    (1 - 0.0625 * 0.9); relapses stay 0.3 of results. A start costs 100, a parked one 20: 72 * 100 * (1 - 0.2 * 0.8) and
    52.5 * 100 * (1 - 0.0625 * 0.8)."""
    people = """groups = ( { name = "hard"; referrals = ( { monthly = 120.0; to = 1; } ); complexity = 0.8; },
                           { name = "easy"; referrals = ( { monthly = 60.0; to = 1; } ); complexity = 0.25; } );
    outcomes = ( { name = "result"; after = "start"; probability = 0.5; },
                 { name = "relapse"; after = "result"; probability = 0.3; delay = 1; reverses = true; } );"""
    does = "{ creaming = 0.5; parking = 0.25; parked_cost = 0.2; parked_effect = 0.1; };"
    hard, easy = 36 * (1 - 0.2 * 0.9), 26.25 * (1 - 0.0625 * 0.9)
    costs = 'opening_cash = 100000.0; costs = ( { name = "keys"; per_start = 100.0; } );'
    for name, text in (("its own", ONE % (costs + " behaviour = " + does)), ("the scheme's", "behaviour = " + does + ONE % costs)):
        case = Clients(name, 2, people + text)
        for of, start, parked, result in (("hard", 72, 14.4, hard), ("easy", 52.5, 3.28125, easy)):
            case.count("Harbour", "starts", start, of=of)
            case.count("Harbour", "parked", parked, of=of)
            case.count("Harbour", "result", result, of=of)
            case.count(None, "unserved", 120 - 72 if of == "hard" else 7.5, of=of)
            case.count("Harbour", "unserved", 120 - 72 if of == "hard" else 7.5, of=of)
        case.count("Harbour", "referrals", 180)
        case.count("Harbour", "reversals", 0.3 * (hard + easy), of="relapse")
        case.count("Harbour", "closing_cash", round(100002 - 7200 * 0.84 - 5250 * 0.95, 2))
        paths = [case.path(x) for x in ("referrals", "unserved", "Harbour/starts", "Harbour/unserved", "Harbour/parked")]
        promise(f"{name}: everybody is taken or rejected, and who is parked has started",
                all(came == 180 and gone + start == came and own == gone and parked <= start for came, gone, start, own, parked in zip(*paths)))


SLACK = """groups = ( { name = "people"; referrals = ( { monthly = 10.0; } ); } );
    outcomes = ( { name = "result"; after = "start"; probability = 0.5; } ); %s
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Prime"; kind = "prime"; opening_cash = 1000000.0; },
                { name = "Harbour"; kind = "provider"; serves = 1.0; behaviour = { slackening = 0.6; }; } );
    contracts = ( { name = "Main"; payer = "Council"; payee = "Prime"; counts = ["Harbour"]; %s },
                  { name = "Sub"; payer = "Prime"; payee = "Harbour"; %s } );"""


def slackening():
    """Five results a month. The 12th falls in month 3, so months 4 to 12 have 40 % of five; month 13 begins another contract year.
    A cap of 1,000 at 100 each is reached in month 2, to the penny, and for good; an annual cap of 1,200 in month 3, until the year
    ends: the contract's, or the financial one that begins in April, as the scheme does, or in January, month 10. Tiers over the
    contract are for good as well. Who stands below the payee slackens too; a limit above is no business of others."""
    result = '{ pay = "outcome"; outcome = "result"; %s }'
    block = 'terms = ( { pay = "block"; amount = 1.0; } );'
    price = "terms = ( " + result % "price = 100.0;" + " );"
    full, slack = [5.0], [2.0]
    cases = (
        ("threshold", "", "terms = ( " + result % "price = 100.0; threshold = 12; marginal = 0.0;" + " );", full * 3 + slack * 9 + full * 3),
        ("threshold of starts", "", 'terms = ( { pay = "activity"; price = 100.0; threshold = 30; marginal = 0.5; } );', full * 3 + slack * 9 + full * 3),
        ("cap", "", "cap = 1000.0; " + price, full * 2 + slack * 13),
        ("annual cap", "", 'annual_cap = { amount = 1200.0; }; ' + price, full * 3 + slack * 9 + full * 3),
        ("annual cap by financial year", "", 'annual_cap = { amount = 1200.0; by = "financial"; }; ' + price, full * 3 + slack * 9 + full * 3),
        ("years from January", "year_start = 1;", 'annual_cap = { amount = 1200.0; by = "financial"; }; ' + price, full * 3 + slack * 6 + full * 3 + slack * 3),
        ("tiers over the contract", "", "terms = ( " + result % "tiers = ( { upto = 4; price = 0.0; }, { upto = 12; price = 9.0; } );" + " );", full * 3 + slack * 12),
        ("tiers by year", "", "terms = ( " + result % 'tiers = ( { upto = 12; price = 9.0; } ); tier_basis = "year";' + " );", full * 3 + slack * 9 + full * 3),
        ("no limit", "", price, full * 15))
    for name, head, limited, exact in cases:
        for main, sub in ((limited, block), (block, limited)):
            case = Clients(f"slackening: {name}", 15, SLACK % (head, main, sub))
            case.series("Harbour", "result", exact)
    other = Clients("slackening: a limit of somebody else", 15, SLACK.replace(
        'payee = "Prime"; counts', 'payee = "Rival"; counts').replace('kind = "prime"; opening_cash = 1000000.0; }', 'kind = "prime"; opening_cash = 1000000.0; }, { name = "Rival"; kind = "prime"; }') %
        ("", "cap = 100.0; " + price, block))
    other.series("Harbour", "result", full * 15)


def upcoding():
    """100 hard and 200 easy start; half have the result; 0.8 are accepted: 40 and 80. Three in ten of the easy are billed as hard and
    a quarter of them found: of 200 starts 45 at 100 rather than 40; of 80 accepted results 18 at 1,000 rather than 400."""
    people = """groups = ( { name = "hard"; referrals = ( { monthly = 100.0; to = 1; } ); },
                           { name = "easy"; referrals = ( { monthly = 200.0; to = 1; } ); coded_as = "hard"; } );
    outcomes = ( { name = "result"; after = "start"; delay = 1; probability = 0.5; } ); behaviour = { upcoding = 0.3; detection = 0.25; };
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Town"; kind = "commissioner"; }, { name = "Harbour"; kind = "provider"; serves = 1.0; } );
    contracts = ( { name = "Contract"; %s payee = "Harbour"; verified = 0.8; %s
      terms = ( { pay = "activity"; price = { hard = 100.0; easy = 40.0; }; }, { pay = "outcome"; outcome = "result"; price = { hard = 1000.0; easy = 400.0; }; %s } ); } );"""
    starts, results = 45 * 60.0, 18 * 600.0
    honest = (100 * 100 + 200 * 40, 40 * 1000 + 80 * 400)
    case = Clients("upcoding", 12, people % ('payer = "Council";', "", ""))
    case.count("Council", "overpaid", starts + results)
    case.count("Council", "accrued", sum(honest) + starts + results)
    for group, true, verified, paid in (("hard", 50, 40, 58), ("easy", 100, 80, 62)):
        for name, exact in (("results_true", true), ("results_verified", verified), ("results_paid", paid)):
            case.count("Council", name, exact, of=f"Contract/result/{group}")
    # Month 1 earns 20,700 for starts; month 2 earns 82,800 for results, cut to 39,300, overpayment and all.
    capped = Clients("upcoding under a cap", 12, people % ('payer = "Council";', "cap = 60000.0;", ""))
    capped.count("Council", "overpaid", round(starts + results * 39300 / 82800, 2))
    # A threshold of 60 heads: of 120 results worth 82,800 half are paid in full and half at half the price.
    thick = Clients("upcoding past a threshold", 12, people % ('payer = "Council";', "", "threshold = 60; marginal = 0.5;"))
    thick.count("Council", "overpaid", starts + results * 0.75)
    # Two payers overpay by their shares.
    two = Clients("upcoding, two payers", 12, people % ('payers = ( { party = "Council"; share = 0.7; }, { party = "Town"; share = 0.3; } );', "", ""))
    two.count("Council", "overpaid", round(0.7 * (starts + results), 2))
    two.count("Town", "overpaid", round(0.3 * (starts + results), 2))
    # On every path what is billed is what is accepted, in all. Of 200 easy, Bin(200, 0.225) starts and Bin(200, 0.09) results are
    # coded as hard and not found.
    got = [case.path(f"Council/Contract/result/{group}/results_{what}") for what in ("verified", "paid") for group in ("hard", "easy")]
    promise("upcoding: nobody is billed twice or left out", all(a + b == c + d and c >= a for a, b, c, d in zip(*got)))
    mean = sum(case.path("Council/overpaid")) / 500
    error = math.sqrt((200 * 0.225 * 0.775 * 60 ** 2 + 200 * 0.09 * 0.91 * 600 ** 2) / 500)
    promise("upcoding: overpaid on average", abs(mean - starts - results) < 5 * error, f"{mean}, within {5 * error}")


def distance():
    """60 of 100 achieve it: 30 at a quarter and 30 in full (easy: all in full), so 1,000 each pay 37.5 of them; of tiers, which count
    heads, the first 20 earn nothing and the other 40 1,000 at the average level of 0.625. Of the accepted half the average is paid."""
    text = """groups = ( { name = "people"; referrals = ( { monthly = 100.0; to = 1; } ); } );
    outcomes = ( { name = "result"; after = "start"; probability = 0.6;
                   levels = ( { level = 0.25; probability = 0.5; }, { level = 1.0; probability = 0.5; } ); } );
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Harbour"; kind = "provider"; serves = 1.0; } );
    contracts = ( { name = "Contract"; payer = "Council"; payee = "Harbour"; %s terms = ( { pay = "outcome"; outcome = "result"; %s } ); } );"""
    tiers = "tiers = ( { upto = 20; price = 0.0; }, { upto = 100; price = 1000.0; } );"
    for name, head, price, exact in (("price", "", "price = 1000.0;", 37500), ("tiers", "", tiers, 25000),
                                     ("accepted", "verified = 0.5;", "price = 1000.0;", 18750),
                                     ("threshold", "", "price = 1000.0; threshold = 30; marginal = 0.0;", 18750)):
        case = Clients(f"distance: {name}", 3, text % (head, price))
        case.count("Council", "accrued", exact)
        case.count(None, "distance", 37.5, of="result")
    paid, levels = case.path("Council/payments"), case.path("result/distance")
    plain = Clients("distance on paths", 3, text % ("", "price = 1000.0;"))
    promise("distance: every path is paid for its levels", plain.path("Council/payments") == [1000 * x for x in plain.path("result/distance")])
    promise("distance: levels are drawn", len(set(levels)) > 20 and len(set(paid)) > 20)


def allocation():
    """Of 40 referrals A gets W / (1 + W) with its weight W uniform on 0.5 to 1.5: E = 1 - E(1 / V), V = 1 + W uniform on 1.5 to
    2.5, so 1 - log(2.5 / 1.5), and E of the square 1 - 2 E(1 / V) + E(1 / V^2); and with probability 0.3 none at all, on which paths B has all 40, of both groups."""
    case = Clients("allocation", 2, """groups = ( { name = "one"; referrals = ( { monthly = 40.0; to = 1; } ); }, { name = "two"; referrals = ( { monthly = 40.0; to = 1; } ); } );
    outcomes = ();""" + TWO.replace("serves = 1.0;", 'serves = { dist = "uniform"; low = 0.5; high = 1.5; };', 1) % ("none = 0.3;", ""))
    one, two, b = (case.path(x) for x in ("A/one/referrals", "A/two/referrals", "B/referrals"))
    share = 1 - math.log(2.5 / 1.5)
    square = 1 - 2 * math.log(2.5 / 1.5) + 1 / 1.5 - 1 / 2.5
    second = 40 * (share - square) + 1600 * square
    for name, mean, of, power in (("mean", 0.7 * 40 * share, one, 1), ("second moment", 0.7 * second, one, 2), ("mean of the other group", 0.7 * 40 * share, two, 1)):
        values = [x ** power for x in of]
        got = math.fsum(values) / len(values)
        error = math.sqrt(math.fsum((x - got) ** 2 for x in values) / (len(values) - 1) / len(values))
        promise(f"allocation: {name}", abs(got - mean) <= 5 * error, f"{got} is not {mean}, within {5 * error}")
    never = [x == 0 for x in one]
    promise("allocation: three in ten get none", abs(sum(never) / len(never) - 0.3) <= 5 * math.sqrt(0.21 / len(never)), f"{sum(never)}")
    promise("allocation: none is none of any group", never == [x == 0 for x in two] and all(x == 80 for x, n in zip(b, never) if n))
    promise("allocation: everybody goes somewhere", all(x + y + z == 80 for x, y, z in zip(one, two, b)))
    case.count("A", "referrals", 40)


def labelled():
    """A what-if says so wherever it is read, and nothing else does."""
    people = 'groups = ( { name = "people"; referrals = ( { monthly = 7.0; } ); complexity = 0.5; } ); outcomes = ();'
    words = "Harbour rejects hard referrals (creaming 30%)"
    for does, there in (("behaviour = { creaming = 0.3; };", True), ("", False)):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "clients.cfg"
            file.write_text(HEAD.format(name="labels", months=6) + people + ONE % does, encoding="utf-8")
            said = subprocess.run([SIBYL, "run", file, "--paths", "64", "--output", folder], capture_output=True, check=False).stdout.decode()
            checked = subprocess.run([SIBYL, "check", file], capture_output=True, check=False).stdout.decode()
            told = subprocess.run([SIBYL, "explain", file, "--path", "3"], capture_output=True, check=False).stdout.decode()
            data = json.loads((file.with_suffix(".json")).read_text(encoding="utf-8"))
            header = (file.with_suffix(".csv")).read_text(encoding="utf-8").splitlines()[0]
            with zipfile.ZipFile(file.with_suffix(".xlsx")) as book:
                cells = book.read("xl/sharedStrings.xml").decode()
        promise(f"labelled in the results: {there}", data.get("what_if") == ([words] if there else None), data.get("what_if"))
        promise(f"labelled in the table: {there}", header.endswith(",what_if") == there, header)
        for where, text in (("summary", said), ("check", checked), ("story", told), ("book", cells)):
            promise(f"labelled in the {where}: {there}", (("What if: " + words) in " ".join(text.split())) == there)


def conserved():
    """On every path: referrals are given to somebody or unserved; who is given starts, or does not engage, or waits past the end; no
    more reach an outcome than what it follows, or undo it than achieved it."""
    case = Clients("conserved", 40, """groups = (
      { name = "hard"; referrals = ( { monthly = 8.0; to = 20; } ); process = "negbin"; dispersion = 2.0; in_service = 6; complexity = 0.7;
        choice = { strength = 3; outcome = "result"; }; },
      { name = "easy"; referrals = ( { monthly = 5.0; to = 20; } ); process = "poisson"; engage = 0.7; wait = [0.5, 0.3, 0.2]; in_service = 9; } );
    outcomes = ( { name = "result"; after = "start"; probability = 0.5; delay = [0.0, 0.6, 0.4]; leaves = true;
                   levels = ( { level = 0.5; probability = 0.5; }, { level = 1.0; probability = 0.5; } ); },
      { name = "kept"; after = "result"; branch = "after"; probability = 0.6; delay = 6; otherwise = "relapse"; },
      { name = "relapse"; after = "result"; branch = "after"; delay = 2; reverses = true; } );""" +
                   TWO % ("capacity = 20; none = 0.2; learning = [0.5, 1.0, 2.0]; behaviour = { creaming = 0.4; parking = 0.5; };",
                          "capacity = 30; none = 0.2;"))
    names = ("referrals", "unserved", "A/referrals", "B/referrals", "A/unserved", "starts", "result", "kept", "relapse/reversals",
             "hard/referrals", "hard/unserved", "hard/starts", "result/distance")
    columns = [list(case.path(name)) for name in names]
    promise("conserved: 500 paths were walked", len(columns[0]) == 500)
    promise("conserved: some are unserved, rejected, and never come to A",
            any(columns[1]) and any(columns[4]) and 40 < sum(x == 0 for x in columns[2]) < 170)
    for came, unserved, a, b, rejected, starts, result, kept, relapse, hard, no_place, started, distance in zip(*columns):
        held = came == a + b + unserved - rejected and starts <= came - unserved and hard - no_place == started
        held = held and result <= starts and kept + relapse == result and 0.5 * result <= distance <= result
        if not held:
            promise("conserved: on every path", False, f"{came} {unserved} {a} {b} {rejected} {starts} {result} {kept} {relapse}")


def nothing_done():
    """A behaviour of zeros, and one that is not there, give the same results to the last byte but the file's checksum."""
    people = """groups = ( { name = "people"; referrals = ( { monthly = 7.0; to = 11; } ); process = "poisson"; in_service = 4; complexity = 0.5; coded_as = "dear"; },
                           { name = "dear"; referrals = ( { monthly = 3.0; to = 11; } ); process = "poisson"; complexity = 1.0; } );
    outcomes = ( { name = "result"; after = "start"; probability = 0.5; delay = 1; } );"""
    text = ONE.replace("1.0; } );", "1.0; }, { pay = \"outcome\"; outcome = \"result\"; price = { people = 100.0; dear = 300.0; }; threshold = 20; marginal = 0.5; } );")
    zeros = """behaviour = { creaming = 0.0; parking = 0.0; parked_cost = 0.5; parked_effect = 0.5; upcoding = 0.0; detection = 0.5; slackening = 0.0; };"""
    plain = Clients("without behaviour", 12, people + text % "")
    none = Clients("behaviour of zeros", 12, people + zeros + text % "")
    for case in (plain, none):
        for key in ("config_sha256", "title"):
            case.data.pop(key, None)
    promise("a behaviour of zeros changes nothing", plain.data == none.data and plain.columns == none.columns)
    some = Clients("some behaviour", 12, people + zeros.replace("parking = 0.0", "parking = 0.1") + text % "")
    promise("a little changes something", plain.metric("Harbour", None, "result", "mean") != some.metric("Harbour", None, "result", "mean"))
    promise("and who came stays the same, path by path", plain.columns["referrals"] == some.columns["referrals"])


for group in (capacity, learning, effectiveness, choice, branches, in_service, creaming_and_parking, slackening,
              upcoding, distance, allocation, labelled, conserved, nothing_done):
    group()
print(f"{counts[True]} passed, {counts[False]} failed")
sys.exit(counts[False] > 0)
