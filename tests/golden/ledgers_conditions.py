#!/usr/bin/env python3
"""Ledgers of conditions worked by hand: what becomes of what contracts earn: ledgers_conditions.py SIBYL

Written like ledgers.py: each case gives a configuration, its working in words, and the cash that the working comes to, in
pounds. Where a claim is late the simulated path, on which it happens, and the expected case, on which it does not, differ.
"""
from ledger import NOBODY, Ledger, promise, work

PARTIES = """
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Harbour"; kind = "provider"; serves = 1.0; } );"""
PEOPLE = """
    groups = ( {{ name = "people"; referrals = ( {{ monthly = {monthly:.1f}; from = 1; to = {to}; }} ); process = "fixed"; }} );
    outcomes = ( {{ name = "restored"; after = "start"; delay = 1; probability = {success}; }} );"""


def people(monthly, to, success=1.0):
    return PEOPLE.format(monthly=monthly, to=to, success=success) + PARTIES


def contract(settings, terms):
    return f"""
    contracts = ( {{ name = "Contract"; payer = "Council"; payee = "Harbour"; {settings}
      terms = ( {terms} ); }} );"""


BLOCK = """
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Harbour"; kind = "provider"; } );"""
RESTORED = '{ pay = "outcome"; outcome = "restored"; price = %.2f; }'
STARTS = '{ pay = "activity"; price = %.2f; }'


def running(*months):
    """Cash at the close of each month, from what comes in."""
    cash, closing = 0.0, []
    for amount in months:
        cash = round(cash + amount, 2)
        closing.append(cash)
    return closing


def at_risk():
    """Four start a month and are restored a month later at 500; the block is 1,000. Year 1 puts 10 % at risk: 900 of the
    block and 50 for each restored, 200 a month from month 2. Year 2 puts 25 %: 750 and 500; year 3 is like the last."""
    ledger = Ledger("at risk", 26, people(4, 25) + contract(
        "at_risk = [0.1, 0.25];", RESTORED % 500 + ', { pay = "block"; amount = 1000.0; }'))
    ledger.series("Harbour", "cash", running(*[900] + [1100] * 11 + [1250] * 14))


def attribution():
    """Two contracts of the council pay for the same ten people, 60 % and 40 % of 1,000.01: 6,000.06 and 4,000.04."""
    text = people(10, 1) + """
    contracts = ( { name = "First"; payer = "Council"; payee = "Harbour"; attribution = 0.6; terms = ( %s ); },
      { name = "Second"; payer = "Council"; payee = "Harbour"; attribution = 0.4; terms = ( %s ); } );""" % (
        RESTORED % 1000.01, RESTORED % 1000.01)
    ledger = Ledger("attribution", 2, text)
    ledger.metric("Council", "payments", 6000.06, of="First")
    ledger.metric("Council", "payments", 4000.04, of="Second")


def verified():
    """Ten restored, of whom 90 % are accepted in the expected case: 9 at 100 in month 2."""
    ledger = Ledger("verified", 2, people(10, 1) + contract("verified = 0.9;", RESTORED % 100))
    ledger.series("Harbour", "cash", [0.0, 900.0], ("expected",))


def minimum_volume():
    """Ten start in months 1 to 3 and six in months 4 to 8, at 10 each; 25 a quarter are guaranteed at 100. The first quarter
    has 30; the second 18, so 7 are missing: 700 in month 6. Months 7 and 8 are no whole quarter. Under a cap of 1,000, of
    which 420 are used by month 5, month 6 has 580 for 60 + 700: 45.79 for starts and 534.21 for those missing."""
    text = """
    groups = ( { name = "people"; referrals = ( { monthly = 10.0; from = 1; to = 3; }, { monthly = 6.0; from = 4; to = 8; } );
                 process = "fixed"; } );
    outcomes = ();""" + PARTIES
    guarantee = "minimum_volume = { starts = 25; every = 3; price = 100.0; };"
    ledger = Ledger("minimum volume", 8, text + contract(guarantee, STARTS % 10))
    ledger.series("Harbour", "cash", running(100, 100, 100, 60, 60, 760, 60, 60))
    ledger.metric("Council", "accrued", 700, of="Contract/minimum_volume")
    ledger = Ledger("minimum volume under a cap", 8, text + contract(guarantee + " cap = 1000.0;", STARTS % 10))
    ledger.series("Harbour", "cash", running(100, 100, 100, 60, 60, 580, 0, 0))
    ledger.metric("Council", "payments", 534.21, of="Contract/minimum_volume")
    ledger.metric("Council", "payments", 465.79, of="Contract/0")
    ledger.metric("Council", "results_above_cap", 300, of="Contract")
    ledger = Ledger("minimum volume, indexed", 15, people(1, 12) + contract(
        "to = 15; indexation = 0.02; minimum_volume = { starts = 2; every = 15; price = 1000.0; };", STARTS % 10))
    ledger.series("Harbour", "cash", running(*[10] * 12 + [0] * 3))
    ledger = Ledger("minimum volume, indexed and missed", 15, people(1, 12) + contract(
        "indexation = 0.02; minimum_volume = { starts = 20; every = 15; price = 1000.0; };", STARTS % 10))
    ledger.series("Harbour", "cash", running(*[10] * 12 + [0, 0, 8 * 1020]))


def minimum_performance():
    """Ten start in each of 24 months and are restored a month later at 100. In year 1, 110 of 120 starts is below 0.95: in
    month 12 all 11,000 of the year are owed back. That month's 1,000 is kept back at once, and ten months more of year 2;
    months 23 and 24 are paid. Year 2, 120 of 120, is met; so is year 3, in which nobody starts. Under a cap of 6,500 no more
    than those were earned in year 1 (by month 8): 6,500 are owed back, and year 2 has the room again: 6,000 by month 18
    and 500 in month 19 pay them off, so that cash stays at 6,500."""
    judged = 'minimum_performance = { outcome = "restored"; at_least = 0.95; };'
    ledger = Ledger("minimum performance", 36, people(10, 24) + contract(judged, RESTORED % 100))
    ledger.series("Harbour", "cash", running(*[0] + [1000] * 10 + [0] * 11 + [1000] * 3 + [0] * 11))
    ledger.metric("Council", "accrued", -11000, of="Contract/minimum_performance")
    ledger.metric("Council", "accrued", 13000, of="Contract")
    ledger = Ledger("minimum performance under a cap", 24, people(10, 24) + contract(judged + " cap = 6500.0;", RESTORED % 100))
    ledger.series("Harbour", "cash", running(*[0] + [1000] * 6 + [500] + [0] * 16))
    ledger.metric("Council", "accrued", -6500, of="Contract/minimum_performance")
    ledger.metric("Council", "accrued", 6500, of="Contract")
    rising = 'minimum_performance = { outcome = "restored"; at_least = [0.9, 1.0, 1.01]; then = "nothing"; };'
    ledger = Ledger("minimum performance by year", 37, people(10, 36) + contract(rising, RESTORED % 100))
    ledger.metric("Council", "accrued", -12000, of="Contract/minimum_performance")


def terminated():
    """Ten start in each month and are restored a month later at 100; a block pays 500. Year 1, 110 of 120 starts, is below 0.95,
    and the contract ends with two months' notice: nobody is referred after month 12, service and block end with month 14.
    Those who started in month 12 are restored in month 13. In the expected case nothing ends early."""
    text = people(10, 24)
    judged = 'minimum_performance = { outcome = "restored"; at_least = 0.95; then = "terminate"; }; last_claim = 24; termination = { notice = 2; };'
    ledger = Ledger("terminated", 24, text + contract(judged, RESTORED % 100 + ', { pay = "block"; amount = 500.0; }'))
    ledger.series("Harbour", "cash", running(*[500] + [1500] * 12 + [500] + [0] * 10), ("mean",))
    ledger.series("Harbour", "cash", running(*[500] + [1500] * 23), ("expected",))
    of_blocks = Ledger("terminated, of blocks", 24, text + contract(judged, '{ pay = "block"; amount = 500.0; }'))
    of_blocks.series("Harbour", "cash", running(*[500] * 14 + [0] * 10), ("mean",))


def floor():
    """Six starts at 500 in months 1 and 2; at least 5,000 is earned: 2,000 in month 6, the last of claims, due in month 7.
    Where 6,000 are earned nothing is made up."""
    settings = "last_claim = 6; lag = 1; floor = %d.0;"
    ledger = Ledger("floor", 8, people(3, 2) + contract(settings % 5000, STARTS % 500))
    ledger.series("Harbour", "cash", running(0, 1500, 1500, 0, 0, 0, 2000, 0))
    ledger.metric("Council", "accrued", 2000, of="Contract/floor")
    ledger = Ledger("floor reached", 8, people(3, 4) + contract(settings % 5000, STARTS % 500))
    ledger.series("Harbour", "cash", running(0, 1500, 1500, 1500, 1500, 0, 0, 0))


def annual_cap():
    """100 a month from month 4 (July 2012), at most 500 a year. Financial years begin in April: 500 by month 8, and from
    month 13 again. Contract years begin in July: 500 by month 8, and from month 16 again."""
    term = '{ pay = "block"; amount = 100.0; }'
    text = NOBODY + BLOCK
    by_year = [0] * 3 + [100] * 5 + [0] * 4 + [100] * 5 + [0]
    ledger = Ledger("annual cap by financial year", 18, text + contract(
        'from = 4; annual_cap = { amount = 500.0; by = "financial"; };', term))
    ledger.series("Harbour", "cash", running(*by_year))
    ledger.metric("Council", "results_above_cap", 500, of="Contract")
    ledger = Ledger("annual cap by contract year", 18, text + contract(
        "from = 4; annual_cap = { amount = 500.0; };", term))
    ledger.series("Harbour", "cash", running(*[0] * 3 + [100] * 5 + [0] * 7 + [100] * 3))


def retention():
    """1,000 a month, of which 5 % is held back until month 8: 950 in months 1 to 7; then 1,000 and the 350 held. What is
    held has been accepted, so it counts as receivable. Of a clawed-back 333.33 nothing is held: 5 % of 333.33 is 16.67."""
    ledger = Ledger("retention", 10, NOBODY + BLOCK + contract(
        "retention = { share = 0.05; until = 8; };", '{ pay = "block"; amount = 1000.0; }'))
    ledger.series("Harbour", "cash", running(*[950] * 7 + [1350, 1000, 1000]))
    ledger.series("Harbour", "receivable", [50.0 * t for t in range(1, 8)] + [0.0] * 3)
    ledger = Ledger("retention of pennies", 3, NOBODY + BLOCK + contract(
        "retention = { share = 0.05; until = 3; };", '{ pay = "block"; amount = 333.33; to = 2; }'))
    ledger.series("Harbour", "cash", running(316.66, 316.66, 33.34))


def late():
    """1,000 a month in months 1 to 4, claimed every second month, accepted a month later and due a month after that: 2,000 in
    month 4 and 2,000 in month 6. On the simulated path every claim is two months late: months 6 and 8; the acceptance is
    not moved, so 2,000 are receivable from month 3 and 4,000 in month 5. Of the first, due in month 6, 10 % is held back
    until month 7. In the expected case, where nothing is late, it is 10 % of both: 1,800 in months 4 and 6, 400 in month 7."""
    settings = "claim = { every = 2; verify = 1; pays = 1; }; late = { probability = 1.0; months = 2; };"
    text = NOBODY + BLOCK
    term = '{ pay = "block"; amount = 1000.0; to = 4; }'
    ledger = Ledger("late", 8, text + contract("last_claim = 4;" + settings, term))
    ledger.series("Harbour", "cash", running(0, 0, 0, 2000, 0, 2000, 0, 0), ("expected",))
    ledger.series("Harbour", "cash", running(0, 0, 0, 0, 0, 2000, 0, 2000), ("mean",))
    ledger.series("Harbour", "receivable", [0.0, 0.0, 2000.0, 2000.0, 4000.0, 2000.0, 2000.0, 0.0], ("mean",))
    held = Ledger("late and held back", 8, text + contract(
        "last_claim = 4; retention = { share = 0.1; until = 7; };" + settings, term))
    held.series("Harbour", "cash", running(0, 0, 0, 1800, 0, 1800, 400, 0), ("expected",))
    held.series("Harbour", "cash", running(0, 0, 0, 0, 0, 1800, 200, 2000), ("mean",))


def late_term():
    """Of two blocks of 500 a month only the first is late, by three months, always."""
    ledger = Ledger("late term", 6, NOBODY + BLOCK + contract("last_claim = 2;", """
        { pay = "block"; amount = 500.0; to = 2; late = { probability = 1.0; months = 3; }; },
        { pay = "block"; amount = 500.0; to = 2; }"""))
    ledger.series("Harbour", "cash", running(1000, 1000, 0, 0, 0, 0), ("expected",))
    ledger.series("Harbour", "cash", running(500, 500, 0, 500, 500, 0), ("mean",))


def passed_on():
    """Ten starts at 100 in months 1 and 2; 10 % is held back until month 3, and every claim is a month late: 900 in months 2
    and 100 + 1,000 in month 3 (what falls due in month 3 is not held). The prime passes on 80 % when it is paid."""
    text = PEOPLE.format(monthly=10.0, to=2, success=1.0) + """
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Prime"; kind = "prime"; },
      { name = "Harbour"; kind = "provider"; serves = 1.0; } );
    contracts = ( { name = "Main"; payer = "Council"; payee = "Prime"; last_claim = 2; retention = { share = 0.1; until = 3; };
        late = { probability = 1.0; months = 1; }; terms = ( { pay = "activity"; price = 100.0; } ); },
      { name = "Sub"; payer = "Prime"; payee = "Harbour"; terms = ( { pay = "pass_through"; of = "Main"; keep = 0.2; } ); } );"""
    ledger = Ledger("passed on", 4, text)
    ledger.series("Harbour", "cash", running(0, 720, 880, 0), ("mean",))
    ledger.series("Harbour", "cash", running(720, 720, 160, 0), ("expected",))
    ledger.series("Prime", "cash", running(0, 180, 220, 0), ("mean",))


def moved_share():
    """Half of 100 a month is passed on when it comes, one month late on every path: each month's 50 a month later, once. Or a fifth
    of it is held back until month 4: 40 in months 1 to 3, then 50 and the 30 that were held back."""
    text = NOBODY + """ truncate = true;
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Prime"; kind = "prime"; }, { name = "Harbour"; kind = "provider"; } );
    contracts = ( { name = "Main"; payer = "Council"; payee = "Prime"; terms = ( { pay = "block"; amount = 100.0; } ); },
      { name = "Sub"; payer = "Prime"; payee = "Harbour"; %s terms = ( { pay = "share"; of = "Main"; fraction = 0.5; } ); } );"""
    ledger = Ledger("late share", 6, text % "late = { probability = 1.0; months = 1; };")
    ledger.series("Harbour", "cash", running(0, 50, 50, 50, 50, 50), ("mean",))
    ledger.series("Prime", "cash", running(100, 50, 50, 50, 50, 50), ("mean",))
    ledger = Ledger("share held back", 6, text % "retention = { share = 0.2; until = 4; };")
    ledger.series("Harbour", "cash", running(40, 40, 40, 80, 50, 50))


def payers():
    """100.01 a month is paid by the Council, 70 %, and the Fund, 30 %: 70.007 and 30.003; the odd penny goes to the larger
    remainder: 70.01 and 30.00. Ten are restored in month 2 for 1,000; 30 % relapse two months later and half of that, 150,
    is owed back when nothing more is due: 105 to the Council and 45 to the Fund."""
    both = """payers = ( { party = "Council"; share = 0.7; }, { party = "Fund"; share = 0.3; } ); payee = "Harbour";"""
    parties = """
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Fund"; kind = "commissioner"; },
      { name = "Harbour"; kind = "provider"; serves = 1.0; } );"""
    ledger = Ledger("payers", 3, NOBODY + parties.replace(" serves = 1.0;", "") + """
    contracts = ( { name = "Contract"; %s terms = ( { pay = "block"; amount = 100.01; } ); } );""" % both)
    for party, part in (("Council", 210.03), ("Fund", 90.0)):
        ledger.metric(party, "payments", part)
        ledger.metric(party, "payments", part, of="Contract")
        ledger.metric(party, "payments", part, of="2012/13")
    ledger.metric("Council", "accrued", 210.02, of="Contract")
    ledger.metric("Fund", "accrued", 90.01, of="Contract")
    ledger = Ledger("payers of a clawback", 6, """
    groups = ( { name = "people"; referrals = ( { monthly = 10.0; from = 1; to = 1; } ); process = "fixed"; } );
    outcomes = ( { name = "restored"; after = "start"; delay = 1; probability = 1.0; },
                 { name = "relapse"; after = "restored"; delay = 2; probability = 0.3; reverses = true; } );""" + parties + """
    contracts = ( { name = "Contract"; %s terms = ( { pay = "outcome"; outcome = "restored"; price = 100.0; clawback = 0.5;
      reversal = "relapse"; } ); } );""" % both)
    ledger.metric("Council", "total_cost", 595)
    ledger.metric("Fund", "total_cost", 255)


def payer_before_the_turn():
    """The Council pays the Prime 1,000 a month; half of it is passed on to Harbour, by the Council, 60 %, and the Prime, 40 %. What is
    passed on is known in the Prime's turn, when the Council has had its own: both pay then, 300 and 200 a month."""
    for shares in (("Council", 0.6), ("Prime", 0.4)), (("Prime", 0.4), ("Council", 0.6)):
        payers = ", ".join(f'{{ party = "{party}"; share = {share}; }}' for party, share in shares)
        ledger = Ledger("payer before the turn", 3, NOBODY + """
        parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Prime"; kind = "prime"; },
          { name = "Harbour"; kind = "provider"; } );
        contracts = ( { name = "Income"; payer = "Council"; payee = "Prime"; terms = ( { pay = "block"; amount = 1000.0; } ); },
          { name = "Service"; payers = ( %s ); payee = "Harbour"; terms = ( { pay = "share"; of = "Income"; fraction = 0.5; } ); } );
        """ % payers)
        ledger.series("Harbour", "cash", running(500, 500, 500))
        ledger.series("Prime", "cash", running(800, 800, 800))


def long_stop():
    """Ten start in each of months 1 to 4, restored a month later. Starts after month 2 do not count: 20 starts and their 20
    restored are lost. Claims end with month 2: of the 20 who count, those of month 3, 10, are lost too."""
    ledger = Ledger("long stop", 6, people(10, 4) + contract("last_start = 2; last_claim = 2;", RESTORED % 100))
    ledger.series("Harbour", "cash", running(0, 1000, 0, 0, 0, 0))
    ledger.metric("Council", "lost_to_long_stop", 50, of="Contract")


def paid_twice():
    """Ten are restored in month 2. Council and Fund, which know nothing of each other, both pay for them; the Prime that
    the Council pays passes money on by results too, and is no other payer. The Fund accepts 80 %: 8 are paid for twice."""
    text = PEOPLE.format(monthly=10.0, to=1, success=1.0) + """
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Fund"; kind = "commissioner"; },
      { name = "Prime"; kind = "prime"; }, { name = "Harbour"; kind = "provider"; serves = 1.0; } );
    contracts = ( { name = "Main"; payer = "Council"; payee = "Prime"; terms = ( %s ); },
      { name = "Sub"; payer = "Prime"; payee = "Harbour"; terms = ( %s ); },
      { name = "Grant"; payer = "Fund"; payee = "Harbour"; verified = 0.8; terms = ( %s ); } );""" % ((RESTORED % 100,) * 3)
    ledger = Ledger("paid twice", 2, text)
    for party in ("Council", "Fund"):
        ledger.metric(party, "paid_more_than_once", 8, of="restored")
    ledger = Ledger("paid in different months", 4, text.replace('payee = "Prime";', 'payee = "Prime"; last_claim = 1;'))
    ledger.metric("Council", "paid_more_than_once", 0, of="restored")
    ended = Ledger("one of two ends", 4, text.replace("verified = 0.8;", "closure = 1.0; from = 1;"))
    for case, twice in (("expected", 10), ("mean", 0)):  # closed in month 1 on every path, never in the expected case
        got = [m[case] for m in ended.data["metrics"] if m["name"] == "paid_more_than_once"]
        promise(f"one of two ends: {case}", got == [twice, twice], got)


work((at_risk, attribution, verified, minimum_volume, minimum_performance, terminated, floor, annual_cap, retention, late, late_term,
      passed_on, moved_share, payers, payer_before_the_turn,
      long_stop, paid_twice))
