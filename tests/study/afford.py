#!/usr/bin/env python3
"""Whether a provider can afford its contracts and a loan: the worked schemes, and answers known by arithmetic: afford.py SIBYL CONFIGS"""
import json
import pathlib
import re
import sys
import tempfile
import zipfile

from common import DONE, WRONG, finish, narrow, promise, sibyl

CONFIGS = pathlib.Path(sys.argv[2]).resolve()
GROWTH = CONFIGS / "growth-fund.cfg"

# Ten starts a month at 200, paid in their month; 1,900 of costs a month, 100 of other income; 1,000 to begin with. After month t:
# 1,000 + 200 t with the work. Without it (no starts, no cost of the contract): 1,000 + 100 t. With n starts a month the end is
# 1,000 + 12 (200 n - 1,800), which is 0 at n = 8.583.
CERTAIN = """
title = "Certain"; start = "2012-04"; months = 12; simulation = { paths = 200; };
groups = ( { name = "all"; referrals = ( { monthly = 10.0; } ); process = "fixed"; } ); outcomes = ();
parties = ( { name = "Council"; kind = "commissioner"; },
            { name = "Harbour"; kind = "provider"; opening_cash = 1000.0; serves = { all = 1.0; };
              other_income = ( { name = "donations"; monthly = 100.0; } );
              costs = ( { name = "worker"; monthly = 1900.0; contract = "Service"; } ); } );
contracts = ( { name = "Service"; payer = "Council"; payee = "Harbour"; terms = ( { pay = "activity"; price = 200.0; } ); } );
loans = ( { name = "small"; lender = "Bank"; borrower = "Harbour"; principal = 1200.0; drawdown = 1; rate = 0.0; term = 12;
            repayment = "equal_principal"; } );
"""


def joined(text):
    return re.sub(r"\s+", " ", text)


def afford(config, provider, *words, text=None):
    done = sibyl("afford", config, "--provider", provider, "--quiet", *words, text=text)
    promise(f"{config} of {provider} is judged", done.returncode == DONE, done.stderr)
    narrow(f"{config} of {provider}", done.stdout)
    promise("nothing is called confidence", "onfidence" not in done.stdout)
    return done.stdout


def row(page, label):
    line = [x for x in page.splitlines() if x.startswith(label)][0]
    return re.split(r"\s{2,}", line[len(label):].strip())


def in_100(cell):
    return {"none seen": 0, "all": 100, "<1 in 100": 1, ">99 in 100": 99}.get(cell, int(cell.split()[0]) if cell[0].isdigit() else None)


def certain():
    page = afford(None, "Harbour", text=CERTAIN)
    said = joined(page)
    promise("nothing is a problem", "Neither the contract nor the loan is a problem" in said, page)
    # The lowest cash is the opening, but with the loan's 1,200 drawn in month 1 and 100 repaid: 1,000 still (month 0).
    promise("lowest cash of the four", row(page, "Lowest cash, as a rule") == ["£1,000"] * 4, page)
    # 1,000 + 12 * 100; 1,000 + 12 * 200; a loan at no interest changes nothing in the end.
    promise("free reserves at the end", row(page, "Free reserves at the end") == ["£2,200", "£3,400", "£3,400", "£3,400"], page)
    promise("a loan without interest costs nothing", row(page, "What the loan costs")[2] == "£0", page)
    down = re.search(r"holds down to (\d+\.\d) referrals a month; you assumed 10", said)
    promise("it holds down to 8.6 referrals a month", down and 8.58 <= float(down[1]) <= 8.8, page)
    # A month late, month 1 ends with 1,000 + 1,200 - 100 - 1,800 = 300; two months late, month 2 with 300 - 1,900.
    promise("it fails where payment is two months late", "It fails if payment comes 2 months later than agreed" in said, page)
    promise("half the referrals are not affordable", "not affordable; cash then runs out in all of the 200 paths." in said, page)


def cash_wanted():
    # Paid two months late: 1,000 - 2 * 1,800 = -2,600 after two months (with 200 fewer a month nothing else changes).
    page = afford(None, "Harbour", text=CERTAIN[:CERTAIN.index("loans =")].replace('payee = "Harbour"; terms', 'payee = "Harbour"; lag = 2; terms')
                  .replace("months = 12;", "months = 14;").replace("monthly = 10.0;", "monthly = 10.0; to = 12;").replace("monthly = 1900.0;", "monthly = 1900.0; to = 12;"))
    found = re.search(r"there at the start besides, for cash to last within the tolerance: about £([\d,]+)", joined(page))
    promise("2,600 more are wanted at the start", found and abs(int(found[1].replace(",", "")) - 2600) <= 100, page)
    promise("the contract is the problem", "The contract is the problem" in joined(page), page)
    # Within a month of the claim it would still lack 800 after month 1: no term alone mends it, and none is said to.
    promise("no term is said to help that does not", "Terms to ask for" not in page, page)


def worked():
    for seed in ("1", "2", "3", "4", "5"):
        page = afford(GROWTH, "Harbour", "--paths", "600", "--seed", seed)
        said = joined(page)
        promise(f"seed {seed}: the growth-fund loan makes the contract affordable", "The contract alone cannot be afforded; with this loan it can be afforded." in said, page)
        out = [in_100(x) for x in row(page, "Chance of running out")]
        broken = [in_100(x) for x in row(page, "Chance, policy broken")]
        promise(f"seed {seed}: today it is safe, with the contract alone not", out[0] == 0 and out[1] > 15 and out[2] < 5, out)
        promise(f"seed {seed}: the loan costs its interest, 13,600", re.match(r"£13,[67]\d\d$", row(page, "What the loan costs")[2]), page)
        promise(f"seed {seed}: more is owed on the loan than less in reserves", broken[2] > broken[1], broken)
        promise(f"seed {seed}: the reference class is not affordable", "(Eco-Actif waited up to 18): not affordable" in said, page)
        thin = afford(GROWTH, "Harbour", "--paths", "600", "--seed", seed, "--scenario", "thin reserves")
        out = [in_100(x) for x in row(thin, "Chance of running out")]
        broken = [in_100(x) for x in row(thin, "Chance, policy broken")]
        promise(f"seed {seed}: a larger loan runs out less often and breaks the policy more often",
                out[2] < out[3] < out[1] and broken[2] > broken[3] > broken[1], (out, broken))
        block = afford(GROWTH, "Harbour", "--paths", "600", "--seed", seed, "--scenario", "block")
        out = [in_100(x) for x in row(block, "Chance of running out")]
        promise(f"seed {seed}: paid by block it is safe without a loan", out[1] == 0 and "Neither the contract nor the loan is a problem" in joined(block), out)
        eco = afford(CONFIGS / "eco-actif.cfg", "Greenway", "--paths", "400", "--seed", seed)
        promise(f"seed {seed}: eighteen months to payment is ruin", in_100(row(eco, "Chance of running out")[1]) >= 99, eco)
        promise(f"seed {seed}: ruin comes of the contract", "The contract is the problem" in joined(eco), eco)


def products():
    """The loans of the templates are what they say they are."""
    found = answer(CONFIGS / "loan-with-grant.cfg", "Workwise", "--paths", "300")
    promise("with the blended loan the contract can be afforded", found["verdict"] == "affordable" and
            found["scenarios"]["contract"]["tests"]["liquidity"]["value"] > 0.9, found["verdict"])
    # 60,000 owed and 2 % of it added; a year of interest alone at 7.5 %, then 60 level instalments of 61,200: what is paid less 60,000.
    month = 0.075 / 12
    level = 61_200 * month / (1 - (1 + month) ** -60)
    cost = 12 * 61_200 * month + 60 * level - 60_000
    promise("the grant part is never owed, and bears neither fee nor interest", abs(found["scenarios"]["with_loan"]["loan_cost"]["value"] - cost) < 200, cost)
    found = answer(CONFIGS / "revolving-facility.cfg", "Bridgeway", "--paths", "300")
    cases = found["scenarios"]
    promise("the facility carries it, where the contract alone does not",
            cases["contract"]["tests"]["liquidity"]["value"] > 0.9 and cases["with_loan"]["tests"]["liquidity"]["value"] < 0.05, cases["with_loan"])
    run = sibyl("run", CONFIGS / "revolving-facility.cfg", "--paths", "200", "--formats", "json", "--output", "-")
    balance = [s for s in json.loads(run.stdout)["series"] if s.get("party") == "Bridgeway" and s["name"] == "loan_balance"][0]
    drawn = balance["p50"]
    promise("it is drawn, paid back, and drawn again", max(drawn[:12]) > 0 and any(a > b for a, b in zip(drawn, drawn[1:])) and
            any(a < b for a, b in zip(drawn[4:], drawn[5:])), drawn)


def no_referrals():
    page = afford(CONFIGS / "no-referrals.cfg", "Hostel", "--paths", "200")
    # 61,500 / 5,750 = 10.7: at the end of month 11, April 2012, it has 61,500 - 63,250, and has to stop.
    promise("it lasts for its reserves over its monthly cost", "first does so in Apr 2012" in joined(page), page)
    promise("it stops lacking 1,750", row(page, "Lowest cash, as a rule")[1] == "-£1,750", page)
    promise("that it has to stop is said", "has to stop trading in all of the 200 paths" in joined(page), page)
    run = sibyl("run", CONFIGS / "no-referrals.cfg", "--paths", "1", "--formats", "json", "--output", "-")
    metrics = {(m.get("party"), m["name"]): m for m in json.loads(run.stdout)["metrics"]}
    promise("the first month below zero is 11", metrics["Hostel", "first_month_below_cash_floor"]["mean"] == 11)
    promise("it has failed once and for all", metrics["Hostel", "insolvent"]["mean"] == 1)


def agrees_with_run():
    page = afford(GROWTH, "Harbour", "--paths", "600", "--seed", "7")
    run = sibyl("run", GROWTH, "--paths", "600", "--seed", "7", "--formats", "json", "--output", "-")
    metrics = {(m.get("party"), m.get("of"), m["name"]): m for m in json.loads(run.stdout)["metrics"]}
    below = metrics["Harbour", None, "below_cash_floor"]["mean"] * 100
    promise("the column with the loan is what a run gives", abs(in_100(row(page, "Chance of running out")[2]) - below) <= 0.5 or below < 1, (page, below))


def workbook():
    with tempfile.TemporaryDirectory() as folder:
        page = afford(GROWTH, "Harbour", "--paths", "200", "--formats", "xlsx", "--output", folder)
        promise("the workbook is named", "growth-fund.xlsx" in page, page)
        with zipfile.ZipFile(pathlib.Path(folder) / "growth-fund.xlsx") as book:
            names = book.read("xl/workbook.xml").decode()
            texts = book.read("xl/sharedStrings.xml").decode() if "xl/sharedStrings.xml" in book.namelist() else \
                "".join(book.read(n).decode() for n in book.namelist() if n.startswith("xl/worksheets/sheet"))
        promise("it has a sheet on what can be afforded", 'name="Afford"' in names, names[:600])
        cells = row(page, "Chance of running out")
        for words in ("ith this loan", "Chance of running out", "Contract alone", cells[1]):
            promise(f"the sheet says {words}", words in texts)


def answer(config, provider, *words, text=None):
    """The same as JSON, with nothing else on standard output."""
    done = sibyl("afford", config, "--provider", provider, "--quiet", "--formats", "json", *words, text=text)
    promise(f"{config} of {provider} is judged as JSON", done.returncode == DONE, done.stderr)
    found = json.loads(done.stdout)
    promise("it names its schema", found["schema"] == "sibyl-afford/1")
    return found


def scripts():
    words = ("--paths", "300", "--seed", "3")
    found, page = answer(GROWTH, "Harbour", *words), afford(GROWTH, "Harbour", *words)
    promise("JSON has the verdict of the page", f"if the file is right: {found['verdict'].replace('_', ' ')}." in joined(page), page)
    for column, case in enumerate(("today", "contract", "with_loan", "best_loan")):
        value = found["scenarios"][case]["tests"]["liquidity"]["value"] * 100
        promise(f"JSON has the figures of the page: {case}", abs(in_100(row(page, "Chance of running out")[column]) - value) <= 0.5 or value < 1)
    promise("what does not exist is left out", "repayment" not in found["scenarios"]["today"]["tests"])
    done = sibyl("afford", GROWTH, "--provider", "Harbour", "--paths", "20", "--formats", "csv")
    promise("a format that it has not is refused", done.returncode == WRONG and "no csv" in done.stderr, done.stderr)


# Costs of 1,900 a month for twelve months, 100 of other income, 2,000 a month that come two months late: 1,000 less 1,800 after
# month 1, and 1,600 below nothing less 1,000 after month 2, the lowest: a loan repaid at the end mends it from 2,600 on.
LATE = (CERTAIN.replace("months = 12;", "months = 14;").replace("monthly = 10.0;", "monthly = 10.0; to = 12;")
        .replace("monthly = 1900.0;", "monthly = 1900.0; to = 12;").replace('payee = "Harbour"; terms', 'payee = "Harbour"; lag = 2; terms')
        .replace("principal = 1200.0", "principal = 2000.0").replace("term = 12;", "term = 14;").replace('"equal_principal"', '"bullet"'))


def sizes():
    found = answer(None, "Harbour", text=LATE)
    promise("the loan is too small", found["verdict"] == "not_affordable")
    promise("the least loan that will do is found to the nearest 20", found["loan"]["best"] == 2600 and found["loan"]["rounded_to"] == 20, found["loan"])
    promise("more will do too, as far as it was looked", found["loan"]["passes"] == [2600, found["loan"]["looked_to"]], found["loan"])
    promise("cash at the start mends it as well", 600 <= found["extra_cash_at_start"] <= 615, found["extra_cash_at_start"])
    page = joined(afford(None, "Harbour", text=LATE))
    promise("the size is the problem", "The size of the loan is the problem" in page and "about £2,600 to £6,000, the most that was tried" in page, page)
    # A schedule of instalments fixes what is borrowed.
    fixed = LATE.replace('term = 14;', '').replace('repayment = "bullet";', 'repayment = "schedule"; schedule = ( { month = 14; principal = 2000.0; } );')
    promise("a loan whose terms fix its size is not varied", not answer(None, "Harbour", text=fixed)["loan"]["size_can_be_varied"])


def maximum():
    """No larger loan is tried than the lender offers, and where that is what the search comes up against, the page says so."""
    offer = LATE.replace("principal = 2000.0;", "principal = 2000.0; maximum = %s;")
    found = answer(None, "Harbour", text=offer % "3210.0")["loan"]
    promise("all that is offered is tried, and no more", (found["best"], found["passes"], found["looked_to"]) == (2600, [2600, 3210], 3210), found)
    page = joined(afford(None, "Harbour", text=offer % "3210.0"))
    promise("the page says that no more is offered", "about £2,600 to £3,210, the most that the lender offers" in page, page)
    promise("where the best is less than is offered, no more is wished for", "whether a larger loan would do better" not in page, page)
    found = answer(None, "Harbour", text=offer % "2400.0")["loan"]
    promise("where less is offered than is needed, no size passes up to that", (found["looked_to"], "passes" in found) == (2400, False), found)
    page = joined(afford(None, "Harbour", text=offer % "2400.0"))
    promise("the first sentence says that the lender's offers do not help", "no size of this loan that the lender offers makes it affordable" in page, page)
    promise("that it is not known whether more would help is said", "No more is on offer: whether a larger loan would do better was not tried." in page, page)
    done = sibyl("check", None, text=offer % "1999.99")
    promise("a loan of more than is offered is refused", done.returncode == WRONG and
            ":9: loans.small.principal: £2,000.00 is more than the lender offers, a maximum of £1,999.99" in done.stderr, done.stderr)


def no_larger_than_needed():
    """A larger loan is not called better for what is chance, nor for being cash."""
    found = answer(CONFIGS / "loan-with-grant.cfg", "Workwise", "--paths", "500", "--set", "loans.0.maximum=1000000")
    low, high = found["loan"]["passes"]
    promise("the best, a quarter of it a grant, is no more than sampling can tell from the largest that passes",
            low < found["loan"]["best"] < high / 3, found["loan"])
    for test in ("liquidity", "repayment", "reserves"):
        best = found["scenarios"]["best_loan"]["tests"][test]["value"]
        promise(f"the best loan passes: {test}", best <= found["tests"][test]["tolerance"], best)
    # The same loan without interest is never a danger to the policy; cash that is lent is not counted as one's own.
    sizes = [answer(None, "Harbour", "--set", f"loans.0.principal={p}", text=CERTAIN)["scenarios"]["with_loan"] for p in (1200, 12000, 120000)]
    promise("free reserves at the end are the same whatever is lent", len({c["closing_free_reserves"]["value"] for c in sizes}) == 1, sizes)


def worst_test_fails_anyway():
    """Where one test fails whatever is borrowed, the best size is the one that helps the others most, whatever size is asked of."""
    text = LATE.replace("opening_cash = 1000.0;", "opening_cash = 1000.0; reserves_policy = { amount = 50000.0; };")
    for principal in (800, 2000, 9000):
        found = answer(None, "Harbour", text=text.replace("principal = 2000.0", f"principal = {principal}.0"))
        promise(f"asked of {principal}, it is what cash needs", 2600 <= found["loan"]["best"] <= 2600 + found["loan"]["rounded_to"], found["loan"])
        promise(f"asked of {principal}, cash lasts with it", found["scenarios"]["best_loan"]["tests"]["liquidity"]["value"] == 0, found["loan"])


def after_the_end():
    """A loan that outlasts the file is judged as far as that goes, and the page says that it goes no further."""
    text = CERTAIN.replace("term = 12;", "term = 24; balance_at_end = true;").replace("to = 12;", "")
    page = joined(afford(None, "Harbour", text=text))
    promise("what is owed after the last month is said not to be tested", "The file ends before the loan does: whether what is left is paid back is not tested." in page, page)
    promise("of a loan that ends in time it is not said", "The file ends before" not in joined(afford(None, "Harbour", text=CERTAIN)))


def beside_another():
    """A loan that it has anyway is no part of the question, and the page says where it stands."""
    text = CERTAIN.replace("loans = (", """loans = ( { name = "old"; lender = "Fund"; borrower = "Harbour"; principal = 100.0; rate = 0.12; term = 1;
        repayment = "bullet"; },""")
    page = afford(None, "Harbour", "--loan", "small", text=text)
    promise("the other loan's interest of 1.00 is in every column", row(page, "What the loan costs") == ["£1"] * 4, page)
    promise("and it is said that it is", 'Harbour has 2 loans; the question is of "small". The other is in every column' in joined(page), page)


def early_end():
    """Who stops in month 11 never came to what it would have lacked in month 24: 24 x 5,750 - 61,500 = 76,500."""
    found = answer(CONFIGS / "no-referrals.cfg", "Hostel", "--paths", "50")
    promise("the cash wanted at the start is that of all the months", 76500 <= found.get("extra_cash_at_start", 0) <= 78500, found.get("extra_cash_at_start"))


def run_at_the_answers():
    """Each answer of a search holds when the file says what it found, and a step beyond it does not."""
    words = ("--paths", "400", "--seed", "2")
    found = answer(GROWTH, "Harbour", *words)

    def at(*sets):
        return answer(GROWTH, "Harbour", *words, *(x for path, value in sets for x in ("--set", f"{path}={value:.2f}")))

    size, step = 'loans."growth fund".principal', found["loan"]["rounded_to"]
    again = at((size, found["loan"]["best"]))
    promise("a run with the best loan gives what was told of it", again["scenarios"]["with_loan"] == found["scenarios"]["best_loan"])
    for end, beyond in zip(found["loan"]["passes"], (-step, step)):
        inside, outside = at((size, end)), at((size, end + beyond))
        passes = [all(t["probability"]["value"] <= t["tolerance"] for t in x["tests"].values() if "probability" in t) for x in (inside, outside)]
        promise(f"the tests are passed at {end:.0f}, and not {beyond:+.0f} beyond it", passes == [True, False], passes)
    # With f of the starts the end is 1,000 + 12 (2,000 f - 1,800) and the loan is repaid: it holds from f = 0.858 on.
    flips = answer(None, "Harbour", text=CERTAIN)["flips"]["referrals"]["flips"]
    promise("the flip of referrals is the least factor tried that holds", 0.858 <= flips <= 0.858 + 1 / 64, flips)


# Twelve months of ten starts; a measured effect of 0.3 pays 800 for each event avoided. Without measured success there is
# nothing: twice 500 a month are 12,000 of costs, of which 10,000 are there.
MEASURED = """
title = "Measured"; start = "2012-04"; months = 30; simulation = { paths = 200; };
groups = ( { name = "all"; referrals = ( { monthly = 10.0; to = 12; } ); process = "fixed"; } ); outcomes = ();
parties = ( { name = "Council"; kind = "commissioner"; },
            { name = "Harbour"; kind = "provider"; opening_cash = 10500.0; serves = { all = 1.0; };
              costs = ( { name = "workers"; monthly = 500.0; to = 20; contract = "Service"; }, { name = "rent"; monthly = 500.0; from = 21; } ); } );
contracts = ( { name = "Service"; payer = "Council"; payee = "Harbour"; terms = ( { pay = "cohort"; cohorts = ( { from = 1; to = 12; size = 120; } );
  follow_up = 6; reporting = 2; measure = "frequency"; events = 1.0; effect = 0.3; comparison = 10.0; threshold = 0.0; price = 800.0; } ); } );
"""


def measured_success():
    found = answer(None, "Harbour", text=MEASURED)
    flip = found["flips"].get("success", {})
    promise("what an evaluator measures is success, on which the verdict hangs", 0.1 < flip.get("flips", 0) < 1, (found["verdict"], flip))


# Cash is 500 less a normal cost (mean 300, sd s): it runs out in 5 of 100 paths where 200 / s = 1.645.
CLOSE = """
title = "Close"; start = "2012-04"; months = 1; groups = (); outcomes = ();
parties = ( { name = "Council"; kind = "commissioner"; },
            { name = "Harbour"; kind = "provider"; opening_cash = 500.0;
              costs = ( { name = "repairs"; monthly = { dist = "normal"; mean = 300.0; sd = %s; min = 0.0; }; contract = "Service"; } ); } );
contracts = ( { name = "Service"; payer = "Council"; payee = "Harbour"; terms = ( { pay = "block"; amount = 0.0; } ); } );
"""


def three_words():
    # 5 of 100 at sd 121.6; among 400 paths its interval runs from 3.3 to 7.6 of 100.
    for sd, word in (("60.0", "affordable"), ("121.6", "too close to call"), ("260.0", "not affordable")):
        page = afford(None, "Harbour", "--paths", "400", text=CLOSE % sd)
        promise(f"sd {sd}: {word}", f"Liquidity: {word}. In" in joined(page) and f"if the file is right: {word}." in joined(page), page)
    promise("what is too close to call is not called", "too close to call" in afford(None, "Harbour", "--paths", "400", text=CLOSE % "121.6").split("today")[0])


def wrong_use():
    for words, needle in (((), "--provider NAME"), (("--provider", "Harbor"), "did you mean \"Harbour\""),
                          (("--provider", "County Council"), "is no provider"),
                          (("--provider", "Harbour", "--loan", "none"), "has no loan of this name")):
        done = sibyl("afford", GROWTH, *words, "--paths", "10")
        promise(f"afford {words} is refused", done.returncode == WRONG and needle in done.stderr and not done.stdout, done.stderr)


for group in (certain, cash_wanted, worked, products, no_referrals, agrees_with_run, workbook, three_words, wrong_use, scripts, sizes,
              maximum, no_larger_than_needed, worst_test_fails_anyway, after_the_end, beside_another, early_end, run_at_the_answers, measured_success):
    group()
finish()
