#!/usr/bin/env python3
"""Ledgers of payment mechanisms worked by hand: ledgers_terms.py SIBYL

As ledgers.py: each case gives a configuration, its working in words, and the closing cash that the working comes to."""
from ledger import Ledger, work

ONE = """
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Harbour"; kind = "provider"; serves = 1.0; } );
    contracts = ( { name = "Contract"; payer = "Council"; payee = "Harbour"; %s
      terms = ( %s ); } );"""


def people(*spells, more="", outcomes=""):
    """One group whose referrals are fixed: (referrals a month, from, to), ...; and its outcomes."""
    text = ", ".join(f"{{ monthly = {n}.0; from = {first}; to = {last}; }}" for n, first, last in spells)
    return f'groups = ( {{ name = "people"; process = "fixed"; referrals = ( {text} ); {more} }} ); outcomes = ( {outcomes} );'


def caseload():
    """4 start in month 1 and 6 in month 3; each stays 3 months. In service at the ends of months 1 to 6: 4, 4, 10, 6, 6, 0.
    At 38 a month: 152, 152, 380, 228, 228, 0. Claimed every two months and paid one month after: 304 in month 3, 608 in 5,
    228 in 7."""
    text = people((4, 1, 1), (6, 3, 3), more="in_service = 3;")
    ledger = Ledger("caseload", 7, text + ONE % ("", '{ pay = "caseload"; price = 38.0; }'))
    ledger.series("Harbour", "cash", [152.0, 304.0, 684.0, 912.0, 1140.0, 1140.0, 1140.0])
    ledger = Ledger("caseload, claimed", 7, text + ONE % (
        "claim = { every = 2; pays = 1; };", '{ pay = "caseload"; price = 38.0; }'))
    ledger.series("Harbour", "cash", [0.0, 0.0, 304.0, 304.0, 912.0, 912.0, 1140.0])


def caseload_window():
    """The same; starts count to month 2: the 6 of month 3 are outside the contract, whatever their service: 152, 152, 152.
    Half of the 4 leave in their second month (month 2): 152, 76, 76."""
    text = people((4, 1, 1), (6, 3, 3), more="in_service = 3;")
    ledger = Ledger("caseload of a window", 5, text + ONE % ("last_start = 2;", '{ pay = "caseload"; price = 38.0; }'))
    ledger.series("Harbour", "cash", [152.0, 304.0, 456.0, 456.0, 456.0])
    text = people((4, 1, 1), (6, 3, 3), more="in_service = 3;",
                  outcomes='{ name = "well"; after = "start"; delay = 1; probability = 0.5; leaves = true; }')
    ledger = Ledger("caseload of a window, leaving", 5, text + ONE % (
        "last_start = 2;", '{ pay = "caseload"; price = 38.0; }'))
    ledger.series("Harbour", "cash", [152.0, 228.0, 304.0, 304.0, 304.0], ("expected",))


def clawback_window():
    """10 start in month 1 and 10 in month 2; all are restored a month later, and three of ten relapse two months after that.
    Starts count to month 1 alone: 10,000 in month 2; the relapses of month 4 take half of 3/10 back, 1,500; those of month 5
    are of clients outside the contract and take nothing."""
    text = people((10, 1, 1), (10, 2, 2), outcomes="""
        { name = "restored"; after = "start"; delay = 1; probability = 1.0; },
        { name = "relapse"; after = "restored"; delay = 2; probability = 0.3; reverses = true; }""")
    ledger = Ledger("clawback of a window", 6, text + ONE % ("last_start = 1;", """{ pay = "outcome"; outcome = "restored";
        price = 1000.0; clawback = 0.5; reversal = "relapse"; within = 6; }"""))
    ledger.series("Harbour", "cash", [0.0, 10000.0, 10000.0, 10000.0, 10000.0, 8500.0], ("expected",))


def clawback_late():
    """Ten restored in month 2 are due then, but every claim is paid two months late: 10,000 in month 4. All relapse in month 4: it is
    within no month of a payment on time, and so takes nothing back in the expected case, in which nothing is late; but it is
    of the late one. The 5,000, claimed in month 4, are late too: due in month 6, they are a debt in the last month."""
    text = people((10, 1, 1), outcomes="""
        { name = "restored"; after = "start"; delay = 1; probability = 1.0; },
        { name = "relapse"; after = "restored"; delay = 2; probability = 1.0; reverses = true; }""")
    ledger = Ledger("clawback of a late claim", 8, text + ONE % ("late = { probability = 1.0; months = 2; };", """{ pay = "outcome";
        outcome = "restored"; price = 1000.0; clawback = 0.5; reversal = "relapse"; within = 0; }"""))
    ledger.series("Harbour", "cash", [0.0] + [10000.0] * 7, ("expected",))
    ledger.series("Harbour", "cash", [0.0] * 3 + [10000.0] * 4 + [5000.0], ("mean",))


SPLIT = """, { name = "Other"; payer = "Council"; payee = "Harbour"; from = 2; terms = ( { pay = "block"; amount = 0.0; } ); } );"""


def windows_apart():
    """Both again, beside a contract that counts from month 2 on, so that starts of months 1 and 2 are kept apart and have to
    be put together again: nothing changes. 4 and 2 start in months 1 and 2, and 6 in month 3, outside the contract: in
    service 4, 6, 6, 2 at 38; and of 10, 10 and 5 restored half of 3/10 is taken back twice."""
    text = people((4, 1, 1), (2, 2, 2), (6, 3, 3), more="in_service = 3;")
    contract = (ONE % ("last_start = 2;", '{ pay = "caseload"; price = 38.0; }')).removesuffix(" );") + SPLIT
    ledger = Ledger("caseload of two windows", 5, text + contract)
    ledger.series("Harbour", "cash", [152.0, 380.0, 608.0, 684.0, 684.0])
    text = people((10, 1, 1), (10, 2, 2), (5, 3, 3), outcomes="""
        { name = "restored"; after = "start"; delay = 1; probability = 1.0; },
        { name = "relapse"; after = "restored"; delay = 2; probability = 0.3; reverses = true; }""")
    contract = (ONE % ("last_start = 2;", """{ pay = "outcome"; outcome = "restored"; price = 1000.0; clawback = 0.5;
        reversal = "relapse"; within = 6; }""")).removesuffix(" );") + SPLIT
    ledger = Ledger("clawback of two windows", 7, text + contract)
    ledger.series("Harbour", "cash", [0.0, 10000.0, 20000.0, 20000.0, 20000.0, 20000.0, 17000.0], ("expected",))


RESTORED = '{ name = "restored"; after = "start"; delay = 1; probability = %s; %s }'


def band():
    """10 start in month 1 and 6 of 10 are restored in month 2: 0.6 a start in months 1 to 3, known two months later, in month 5,
    and paid in month 6. Steps: 1,000 from 0.5, 1,500 from 0.6, 2,000 from 0.61: 1,500. A line from nothing at 0.5 to 1,000 at
    0.75: (0.6 - 0.5) / 0.25 of 1,000 = 400. Of those restored none had started in months 2 and 3: 6 per nothing is past all."""
    text = people((10, 1, 1), outcomes=RESTORED % (0.6, ""))
    term = '{ pay = "band"; count = "restored"; per = "start"; from = %d; to = 3; reporting = 2; lag = 1; %s }'
    steps = "steps = ( { at_least = 0.5; pays = 1000.0; }, { at_least = 0.6; pays = 1500.0; }, { at_least = 0.61; pays = 2000.0; } );"
    line = "line = ( { at = 0.5; pays = 0.0; }, { at = 0.75; pays = 1000.0; } );"
    for first, table, paid in ((1, steps, 1500.0), (1, line, 400.0), (2, steps, 2000.0), (2, line, 1000.0)):
        ledger = Ledger(f"band from {first} {table[:5]}", 7, text + ONE % ("", term % (first, table)))
        ledger.series("Harbour", "cash", [0.0] * 5 + [paid] * 2, ("expected",))


def pool():
    """A pot of 12,000 every three months, months 1 to 5; the rest of the field has 18 in three months. 4, 2 and 3 are restored in
    months 2, 3 and 4. Months 1 to 3: 12,000 x 6 / 24 = 3,000. Months 4 and 5: 8,000 x 3 / (3 + 12) = 1,600. Accepted and due a
    month later each. A field in which nobody of ours succeeds pays nothing."""
    text = people((4, 1, 1), (2, 2, 2), (3, 3, 3), outcomes=RESTORED % (1.0, ""))
    term = '{ pay = "pool"; outcome = "restored"; pot = 12000.0; others = %s; every = 3; to = 5; }'
    ledger = Ledger("pool", 6, text + ONE % ("claim = { verify = 1; };", term % 18.0))
    ledger.series("Harbour", "cash", [0.0, 0.0, 0.0, 3000.0, 3000.0, 4600.0])
    ledger = Ledger("pool without others", 6, text + ONE % ("", term % 0.0))
    ledger.series("Harbour", "cash", [0.0, 0.0, 12000.0, 12000.0, 20000.0, 20000.0])
    text = people((4, 1, 1), outcomes=RESTORED % (0.0, ""))
    ledger = Ledger("pool of nobody", 6, text + ONE % ("", term % 0.0))
    ledger.series("Harbour", "cash", [0.0] * 6)


ADVANCE = '{ pay = "advance"; amount = %.1f; recover = %s; %s }, { pay = "activity"; price = 1000.0; }'


def advance():
    """Two start a month in months 1 to 4, at 1,000, due a month later: 2,000 in months 2 to 5. 5,000 on account in month 1, half
    of each payment kept back: 1,000 in months 2, 3 and 4. Starts are payable to month 4: then 2,000 are owed back, and month 5
    is paid in full. 8,000 have been earned, and are what the council
    bears, whatever was paid when."""
    text = people((2, 1, 4))
    ledger = Ledger("advance", 5, text + ONE % ("lag = 1; last_claim = 4;", ADVANCE % (5000, 0.5, "")))
    ledger.series("Harbour", "cash", [5000.0, 6000.0, 7000.0, 6000.0, 8000.0])
    ledger.series("Harbour", "receivable", [2000.0 * (t < 5) for t in range(1, 6)])
    ledger.metric("Harbour", "surplus", 8000)
    ledger.metric("Council", "payments", 10000)
    ledger.metric("Council", "total_cost", 8000)


def advance_beside_a_cap():
    """No cap counts the 3,000: 6,000 of the 8,000 are earned, 2,000 in months 2, 3 and 4. All of each payment is kept back until
    3,000 are repaid: nothing in month 2, 1,000 in month 3."""
    ledger = Ledger("advance beside a cap", 5, people((2, 1, 4)) + ONE % ("lag = 1; cap = 6000.0;", ADVANCE % (3000, 1.0, "")))
    ledger.series("Harbour", "cash", [3000.0, 3000.0, 4000.0, 6000.0, 6000.0])


def advance_before_set_off():
    """10 restored in month 2 for 10,000, of whom 3 relapse in month 4: 1,500 are owed back. 4,000 on account in month 4; 10 more
    are restored in month 5 for 10,000: a quarter, 2,500, goes to the advance first, then 1,500 are set off: 6,000 come. The
    1,500 that are left are a debt in the last month."""
    text = people((10, 1, 1), (10, 4, 4), outcomes=RESTORED % (1.0, "") + """,
        { name = "relapse"; after = "restored"; delay = 2; probability = 0.3; reverses = true; }""")
    ledger = Ledger("advance before set-off", 6, text + ONE % ("", """{ pay = "advance"; month = 4; amount = 4000.0; recover = 0.25; },
        { pay = "outcome"; outcome = "restored"; price = 1000.0; clawback = 0.5; reversal = "relapse"; within = 6; }"""))
    ledger.series("Harbour", "cash", [0.0, 10000.0, 10000.0, 14000.0, 20000.0, 18500.0], ("expected",))


CHAIN = """
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Prime"; kind = "prime"; opening_cash = %.1f; },
      { name = "A"; kind = "provider"; serves = { six = 1.0; }; }, { name = "B"; kind = "provider"; serves = { four = 1.0; }; } );
    contracts = ( { name = "Main"; payer = "Council"; payee = "Prime"; %s terms = ( %s ); },
      { name = "To A"; payer = "Prime"; payee = "A"; terms = ( %s ); },
      { name = "To B"; payer = "Prime"; payee = "B"; terms = ( %s ); } );"""
TWO = """
    groups = ( { name = "six"; process = "fixed"; referrals = ( { monthly = 6.0; from = 1; to = %d; } ); },
               { name = "four"; process = "fixed"; referrals = ( { monthly = 4.0; from = 1; to = %d; } ); } );
    outcomes = ( %s );"""


def advance_of_what_is_passed_on():
    """Main pays 10,000 in months 1 to 3, 6,000 of it for A's clients. The prime has 8,000 and gives A 8,000 on account in month 1,
    and the 6,000 of that month; 90 % of the 6,000 of month 2, 5,400, and the 2,600 that are left in month 3 are kept back."""
    text = TWO % (3, 3, "") + CHAIN % (8000, "", '{ pay = "activity"; price = 1000.0; }', """
        { pay = "advance"; amount = 8000.0; recover = 0.9; }, { pay = "pass_through"; of = "Main"; }""",
        '{ pay = "pass_through"; of = "Main"; }')
    ledger = Ledger("advance of what is passed on", 4, text)
    ledger.series("A", "cash", [14000.0, 14600.0, 18000.0, 18000.0])
    ledger.series("Prime", "cash", [0.0, 5400.0, 8000.0, 8000.0])


def volume():
    """1,000 a month for 14 months, for 12 starts a year, give or take a quarter. Year 1 has 20: 5 past 15, at 12,000 / 12 each, in
    month 12. Year 2 has two months, so 2 starts and 2,000: 1 start is half a start below 1.5, and takes 2,000 / 2 x 0.5 = 500
    off the 1,000 of month 14. Paid every three months: 3,000 in 3, 6, 9; 8,000 in 12; 1,500 in month 15."""
    text = people((2, 1, 10), (1, 13, 13))
    term = '{ pay = "block"; amount = 1000.0; to = 14; volume = { expected = 12; band = 0.25; }; }'
    ledger = Ledger("volume", 15, text + ONE % ("", term))
    ledger.series("Harbour", "cash", [1000.0 * t for t in range(1, 12)] + [17000.0, 18000.0, 18500.0, 18500.0])
    ledger = Ledger("volume, claimed", 15, text + ONE % ("claim = { every = 3; };", term))
    ledger.series("Harbour", "cash", [0, 0, 3000, 3000, 3000, 6000, 6000, 6000, 9000, 9000, 9000, 17000, 17000, 17000, 18500])


def above_deadweight():
    """Of 10 who start in months 1 and 2 of each group 8 (six) or 1 (four) are restored a month later; 3 would have been anyway.
    Claimed every two months, from month 1: 8 - 3 = 5 of group six in month 2 (restored in 2), 5 in month 4; of group four never
    more than expected. Half of those restored stay so a month later, and half would anyway: 4 - 10 x 0.3 x 0.5 = 2.5 more in
    each of months 3 and 4, both claimed in month 4, at 100."""
    text = TWO.replace("6.0", "10.0").replace("4.0", "10.0") % (2, 2, """
        { name = "restored"; after = "start"; delay = 1; probability = { six = 0.8; four = 0.1; }; deadweight = 0.3; },
        { name = "stays"; after = "restored"; delay = 1; probability = 0.5; deadweight = 0.5; }""")
    term = '{ pay = "outcome"; outcome = "%s"; price = %.1f; above = "deadweight"; claim = { every = 2; }; }'
    parties = ONE.replace("serves = 1.0;", "serves = { six = 1.0; four = 1.0; };")
    ledger = Ledger("above deadweight", 5, text + parties % ("", term % ("restored", 1000)))
    ledger.series("Harbour", "cash", [0.0, 5000.0, 5000.0, 10000.0, 10000.0], ("expected",))
    ledger = Ledger("above deadweight, chained", 5, text + parties % ("", term % ("stays", 100)))
    ledger.series("Harbour", "cash", [0.0, 0.0, 0.0, 500.0, 500.0], ("expected",))


def levels():
    """Ten reach an outcome in month 2: four get a quarter of the way and six all of it, 0.7 on average. At 1,000: 7,000. Past 5 at
    half: (5 + 0.5 x 5) x 0.7 x 1,000 = 5,250. Four at nothing and the next four at 1,000: 4 x 0.7 x 1,000 = 2,800. Three of the ten
    relapse two months later: half of 3/10 of 7,000 is owed back, 1,050."""
    text = people((10, 1, 1), outcomes=RESTORED % (1.0, """levels = ( { level = 0.25; probability = 0.4; }, { level = 1.0; probability = 0.6; } );""")
                  + ', { name = "relapse"; after = "restored"; delay = 2; probability = 0.3; reverses = true; }')
    for more, paid, back in (("price = 1000.0;", 7000.0, 0.0), ("price = 1000.0; threshold = 5; marginal = 0.5;", 5250.0, 0.0),
                             ("tiers = ( { upto = 4; price = 0.0; }, { upto = 8; price = 1000.0; } );", 2800.0, 0.0),
                             ('price = 1000.0; clawback = 0.5; reversal = "relapse";', 7000.0, 1050.0)):
        ledger = Ledger(f"levels, {more[:14]}", 5, text + ONE % ("", '{ pay = "outcome"; outcome = "restored"; %s }' % more))
        ledger.series("Harbour", "cash", [0.0, paid, paid, paid, paid - back], ("expected",))


def tiers():
    """Five restored a month: 6 at nothing, up to 10 at 1,000, up to 12 at 2,000: nothing; 4 x 1,000; 2 x 2,000; nothing. Claimed every
    two months: 4,000 and 4,000. Counted within a contract year, months 13 to 15 begin again: nothing, 4,000, 4,000."""
    text = people((5, 1, 14), outcomes=RESTORED % (1.0, ""))
    term = """{ pay = "outcome"; outcome = "restored"; tier_basis = "%s"; tiers = ( { upto = 6; price = 0.0; }, { upto = 10; price = 1000.0; },
        { upto = 12; price = 2000.0; } ); }"""
    ledger = Ledger("tiers", 15, text + ONE % ("", term % "contract"))
    ledger.series("Harbour", "cash", [0.0, 0.0, 4000.0] + [8000.0] * 12)
    ledger = Ledger("tiers, claimed", 15, text + ONE % ("claim = { every = 2; };", term % "contract"))
    ledger.series("Harbour", "cash", [0.0, 0.0, 0.0] + [8000.0] * 12)
    ledger = Ledger("tiers of a year", 15, text + ONE % ("", term % "year"))
    ledger.series("Harbour", "cash", [0.0, 0.0, 4000.0] + [8000.0] * 10 + [12000.0, 16000.0])


def ceiling():
    """Five start a month at 1,000, 8 in a contract year and no more: 5,000, 3,000, nothing, and again from month 13 on."""
    ledger = Ledger("ceiling", 14, people((5, 1, 14)) + ONE % ("", '{ pay = "activity"; price = 1000.0; threshold = 8; marginal = 0.0; }'))
    ledger.series("Harbour", "cash", [5000.0] + [8000.0] * 11 + [13000.0, 16000.0])


def cohort_by_steps():
    """Rikers Island's steps: a reduction of 0.1 pays 9.6 million, 0.099 the 4.8 million of the row before, 0.084 nothing; a line between
    them pays half way at 0.0925: 7.2 million. 100 who start in months 1 and 2 are followed to month 3, and reported in 4."""
    text = people((60, 1, 2)) + ONE % ("", """{ pay = "cohort"; measure = "frequency"; cohorts = ( { from = 1; to = 2; size = 100; } );
        events = 1.5; effect = %s; comparison = 1; follow_up = 1; reporting = 1; %s }""")
    steps = "steps = ( { at_least = 0.085; pays = 4800000.0; }, { at_least = 0.1; pays = 9600000.0; } );"
    line = steps.replace("steps", "line").replace("at_least", "at")
    for effect, table, paid in ((0.1, steps, 9.6e6), (0.099, steps, 4.8e6), (0.084, steps, 0.0), (0.0925, line, 7.2e6),
                                (0.2, line, 9.6e6), (0.085, line, 4.8e6)):
        ledger = Ledger(f"cohort of {effect} {table[:5]}", 5, text % (effect, table))
        ledger.series("Harbour", "cash", [0.0, 0.0, 0.0, paid, paid], ("expected",))


def pass_through_nested():
    """10,000 for ten starts, 6,000 for A's and 4,000 for B's. The prime keeps 10 %, the tier below it 20 % of what is left: A is paid
    6,000 x 0.9 x 0.8 = 4,320 and B 2,880, a month after the money came, and the tier keeps 1,800 of 9,000. In month 2 a cap
    leaves 1,000 of Main: 432 and 288."""
    text = TWO % (2, 2, "") + """
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Prime"; kind = "prime"; }, { name = "Tier"; kind = "prime"; },
      { name = "A"; kind = "provider"; serves = { six = 1.0; }; }, { name = "B"; kind = "provider"; serves = { four = 1.0; }; } );
    contracts = ( { name = "Main"; payer = "Council"; payee = "Prime"; cap = 11000.0; terms = ( { pay = "activity"; price = 1000.0; } ); },
      { name = "Middle"; payer = "Prime"; payee = "Tier"; terms = ( { pay = "pass_through"; of = "Main"; keep = 0.1; } ); },
      { name = "To A"; payer = "Tier"; payee = "A"; lag = 1; terms = ( { pay = "pass_through"; of = "Middle"; keep = 0.2; } ); },
      { name = "To B"; payer = "Tier"; payee = "B"; lag = 1; terms = ( { pay = "pass_through"; of = "Middle"; keep = 0.2; } ); } );"""
    ledger = Ledger("nested pass-through", 3, text)
    ledger.series("Prime", "cash", [1000.0, 1100.0, 1100.0])
    ledger.series("Tier", "cash", [9000.0, 2700.0, 1980.0])
    ledger.series("A", "cash", [0.0, 4320.0, 4752.0])
    ledger.series("B", "cash", [0.0, 2880.0, 3168.0])


def pass_through_when_due():
    """The spv owes the prime 10,000 in month 1, has 4,000 then and 6,000 more in month 2. What is passed on when it is received: 40 %
    of 6,000 less 10 %, 2,160, then the rest of 5,400. When it is due: all 5,400 in month 1, and 90 % of 4,000 for B's clients
    as well, of the prime's own 7,000 and the 4,000 received."""
    text = TWO % (1, 1, "") + """ truncate = true;
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "SPV"; kind = "spv"; opening_cash = 4000.0; },
      { name = "Prime"; kind = "prime"; opening_cash = 7000.0; },
      { name = "A"; kind = "provider"; serves = { six = 1.0; }; }, { name = "B"; kind = "provider"; serves = { four = 1.0; }; } );
    contracts = ( { name = "Grant"; payer = "Council"; payee = "SPV"; terms = ( { pay = "block"; amount = 6000.0; from = 2; to = 2; } ); },
      { name = "Main"; payer = "SPV"; payee = "Prime"; terms = ( { pay = "activity"; price = 1000.0; } ); },
      { name = "To A"; payer = "Prime"; payee = "A"; terms = ( { pay = "pass_through"; of = "Main"; keep = 0.1; when = "%s"; } ); },
      { name = "To B"; payer = "Prime"; payee = "B"; terms = ( { pay = "pass_through"; of = "Main"; keep = 0.1; when = "%s"; } ); } );"""
    for when, a, b, prime in (("received", [2160.0, 5400.0], [1440.0, 3600.0], [7400.0, 8000.0]),
                              ("due", [5400.0, 5400.0], [3600.0, 3600.0], [2000.0, 8000.0])):
        ledger = Ledger(f"pass-through when {when}", 2, text % (when, when))
        ledger.series("A", "cash", a)
        ledger.series("B", "cash", b)
        ledger.series("Prime", "cash", prime)


def pass_through_by_starts():
    """A band's 1,000 and a block's 500 are split by starts, 6 to 4, whoever succeeded: 900 to A of 1,500 and 600 to B, less 15 %."""
    text = TWO % (1, 1, RESTORED % ("{ six = 0.0; four = 1.0; }", "")) + CHAIN % (0, "", """
        { pay = "band"; count = "restored"; per = "start"; to = 2; steps = ( { at_least = 0.4; pays = 1000.0; } ); },
        { pay = "block"; amount = 500.0; every = 2; to = 2; }""",
        *['{ pay = "pass_through"; of = "Main"; keep = 0.15; }'] * 2)
    ledger = Ledger("pass-through by starts", 2, text)
    ledger.series("A", "cash", [0.0, 765.0])
    ledger.series("B", "cash", [0.0, 510.0])
    ledger.series("Prime", "cash", [0.0, 225.0])


def share():
    """A tenth of what the prime receives: Main's 6,000 and 4,000 for the starts of month 1 come in month 3, of month 2 in month 4."""
    text = TWO % (2, 2, "") + CHAIN % (0, "lag = 2;", '{ pay = "activity"; price = 1000.0; }',
        '{ pay = "share"; of = "Main"; fraction = 0.1; }', '{ pay = "share"; of = "Main"; fraction = 0.25; }')
    ledger = Ledger("share", 4, text)
    ledger.series("A", "cash", [0.0, 0.0, 1000.0, 2000.0])
    ledger.series("B", "cash", [0.0, 0.0, 2500.0, 5000.0])
    ledger.series("Prime", "cash", [0.0, 0.0, 6500.0, 13000.0])


def early_end():
    """A contract closed in month 1 with three months' notice ends with month 4; it is paid a month late, until month 5. Of 5,000 on
    account half of four payments of 1,000 is kept back, 2,000; with the last of them the 3,000 that are left are owed back.
    An advance planned for month 6 is not paid."""
    closed = "lag = 1; closure = 1.0; termination = { notice = 3; };"
    block = ', { pay = "block"; amount = 1000.0; %s }'
    text = "truncate = true; " + people((2, 1, 8))
    ledger = Ledger("advance, closed", 8, text + ONE % (closed, '{ pay = "advance"; amount = 5000.0; recover = 0.5; }' + block % ""))
    ledger.series("Harbour", "cash", [5000.0, 5500.0, 6000.0, 6500.0] + [4000.0] * 4, ("mean",))
    ledger = Ledger("advance after the end", 8, text + ONE % (closed, '{ pay = "advance"; month = 6; amount = 5000.0; recover = 0.5; }'
                                                              + block % ""))
    ledger.series("Harbour", "cash", [0.0, 1000.0, 2000.0, 3000.0] + [4000.0] * 4, ("mean",))
    ledger.metric("Council", "payments", 4000, statistic="mean")
    volume_early(closed)


def volume_early(closed):
    """The same end. A volume band of a quarter about 12 a year is one about 4 in four months; two start, all in month 1, one below
    3: 4,000 / 4 x 1 = 1,000 of month 4's 1,000 is taken off. Ten restored in month 2, three of them anyway, are claimed when the
    period of six months would have ended, in month 6, due in 7; and a band whose window is complete is paid when it is known."""
    ledger = Ledger("volume, closed", 8, "truncate = true; " + people((2, 1, 8)) + ONE % (
        closed, '{ pay = "block"; amount = 1000.0; volume = { expected = 12; band = 0.25; }; }'))
    ledger.series("Harbour", "cash", [0.0, 1000.0, 2000.0] + [3000.0] * 5, ("mean",))
    text = "truncate = true; " + people((10, 1, 8), outcomes=RESTORED % (1.0, "deadweight = 0.3;"))
    above = '{ pay = "outcome"; outcome = "restored"; price = 1000.0; above = "deadweight"; claim = { every = 6; pays = 1; }; }'
    ledger = Ledger("above deadweight, closed", 8, text + ONE % (closed, above))
    ledger.series("Harbour", "cash", [0.0] * 6 + [7000.0] * 2, ("mean",))
    term = '{ pay = "band"; count = "restored"; per = "start"; to = %d; reporting = 2; steps = ( { at_least = 1.0; pays = 800.0; } ); }'
    for last, paid in ((4, 800.0), (5, 0.0)):
        ledger = Ledger(f"band to {last}, closed", 8, text + ONE % (closed, term % last))
        ledger.series("Harbour", "cash", [0.0] * 6 + [paid] * 2, ("mean",))


CASES = [caseload, caseload_window, clawback_window, clawback_late, windows_apart, band, pool, advance, advance_beside_a_cap, advance_before_set_off,
         advance_of_what_is_passed_on, volume, above_deadweight, levels, tiers, ceiling, cohort_by_steps, pass_through_nested,
         pass_through_when_due, pass_through_by_starts, share, early_end]

work(CASES)
