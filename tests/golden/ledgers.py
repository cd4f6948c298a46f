#!/usr/bin/env python3
"""Ledgers worked by hand: small schemes in which nothing is uncertain, and every party's cash, month by month: ledgers.py SIBYL

Each case gives a configuration, its working in words, and the closing cash that the working comes to, in pounds. The
series compared is that of the expected case; where no count is fractional the one path that is run must agree with it.
"""
from ledger import NOBODY, Ledger, work


def lag():
    """40,000 of costs a month for 24 months; 46,000 a month arrive 7 months late. Seven months of costs go out first:
    280,000 by the close of month 7. Where staff are paid before the month's receipts, payroll of month 8 makes it 320,000. With
    an overdraft it goes on; without one it fails in month 1, and would still have needed as much."""
    text = NOBODY + """
    parties = ( {{ name = "Council"; kind = "commissioner"; }},
                {{ name = "Harbour"; kind = "provider"; {overdraft}
                   costs = ( {{ name = "staff"; monthly = 40000.0; to = 24; paid = "{paid}"; }} ); }} );
    contracts = ( {{ name = "Contract"; payer = "Council"; payee = "Harbour"; to = 24;
                    terms = ( {{ pay = "block"; amount = 46000.0; to = 24; lag = 7; }} ); }} );"""
    cash = [-40000.0 * t for t in range(1, 8)] + [-280000.0 + 6000.0 * t for t in range(1, 18)] + \
           [-178000.0 + 46000.0 * t for t in range(1, 8)]
    for paid, need in (("after", 280000), ("before", 320000)):
        ledger = Ledger(f"lag, costs {paid}, no overdraft", 31, text.format(paid=paid, overdraft=""))
        ledger.metric("Harbour", "insolvent", 1)
        ledger.metric("Harbour", "peak_funding_need", need)
        ledger = Ledger(f"lag, costs {paid}", 31, text.format(paid=paid, overdraft="overdraft = { limit = 280000.0; rate = 0.0; };"))
        ledger.series("Harbour", "cash", cash)
        ledger.metric("Harbour", "peak_funding_need", need)


def arrears():
    """The prime has 1,000 and costs of 300 in months 1 and 3; it owes 600 and 300 a month, and is paid 5,000 two months late.
    Month 1: 700 are left for 900 owed: 466.67 and 233.33. Month 2: nothing is there. Month 3: 5,000 come, costs 300, then
    arrears of 200 and 900 and this month's 900: 2,700 are left. With an overdraft of 300 the 900 of month 1 are paid in full,
    to -200; in month 2 a month's interest at 12 % a year, 2.00, and 98 of the 900: -300; in month 3 3.00 more interest and
    the other 802."""
    text = NOBODY + """ truncate = true;
    parties = ( { name = "Council"; kind = "commissioner"; },
      { name = "Prime"; kind = "prime"; opening_cash = 1000.0; %s
        costs = ( { name = "office"; monthly = ( { monthly = 300.0; to = 1; }, { monthly = 300.0; from = 3; } ); } ); },
      { name = "A"; kind = "provider"; }, { name = "B"; kind = "provider"; } );
    contracts = ( { name = "Main"; payer = "Council"; payee = "Prime"; lag = 2; terms = ( { pay = "block"; amount = 5000.0; } ); },
      { name = "To A"; payer = "Prime"; payee = "A"; terms = ( { pay = "block"; amount = 600.0; } ); },
      { name = "To B"; payer = "Prime"; payee = "B"; terms = ( { pay = "block"; amount = 300.0; } ); } );"""
    ledger = Ledger("overdraft", 3, text % "overdraft = { limit = 300.0; rate = 0.12; };")
    ledger.series("Prime", "cash", [-200.0, -300.0, 2695.0])
    ledger = Ledger("arrears", 3, text % "")
    ledger.series("Prime", "cash", [0.0, 0.0, 2700.0])
    ledger.series("A", "cash", [466.67, 466.67, 1800.0])
    ledger.series("B", "cash", [233.33, 233.33, 900.0])


def supply_chain_first():
    """As above in month 1, from a ring-fenced account: 900 go to the providers first, then costs of 300: -200."""
    ledger = Ledger("supply chain first", 1, NOBODY + """
    parties = ( { name = "Council"; kind = "commissioner"; },
      { name = "Prime"; kind = "prime"; opening_cash = 1000.0; pays_first = "supply_chain";
        costs = ( { name = "office"; monthly = 300.0; } ); },
      { name = "A"; kind = "provider"; } );
    contracts = ( { name = "Main"; payer = "Council"; payee = "Prime"; terms = ( { pay = "block"; amount = 0.0; } ); },
      { name = "To A"; payer = "Prime"; payee = "A"; terms = ( { pay = "block"; amount = 900.0; } ); } );""")
    ledger.series("Prime", "cash", [-200.0])
    ledger.series("A", "cash", [900.0])


def clawback():
    """Ten restored in month 2 at 1,000; three of them relapse two months later: half of 3/10 of 10,000 is owed back, 1,500.
    Nothing more is earned, so in the last month that anything can fall due (6) it is a debt, and is paid."""
    ledger = Ledger("clawback", 6, """
    groups = ( { name = "people"; referrals = ( { monthly = 10.0; from = 1; to = 1; } ); process = "fixed"; } );
    outcomes = ( { name = "restored"; after = "start"; delay = 1; probability = 1.0; },
                 { name = "relapse"; after = "restored"; delay = 2; probability = 0.3; reverses = true; } );
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Harbour"; kind = "provider"; serves = 1.0; } );
    contracts = ( { name = "Contract"; payer = "Council"; payee = "Harbour";
      terms = ( { pay = "outcome"; outcome = "restored"; price = 1000.0; clawback = 0.5; reversal = "relapse"; within = 6; } ); } );""")
    ledger.series("Harbour", "cash", [0.0, 10000.0, 10000.0, 10000.0, 10000.0, 8500.0], ("expected",))


def set_off():
    """The same, but ten more are restored in month 5 for 10,000: the 1,500 owed since month 4 is taken from it."""
    ledger = Ledger("set-off", 6, """
    groups = ( { name = "people"; referrals = ( { monthly = 10.0; from = 1; to = 1; }, { monthly = 10.0; from = 4; to = 4; } );
                 process = "fixed"; } );
    outcomes = ( { name = "restored"; after = "start"; delay = 1; probability = 1.0; },
                 { name = "relapse"; after = "restored"; delay = 2; probability = 0.3; reverses = true; } );
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Harbour"; kind = "provider"; serves = 1.0; } );
    contracts = ( { name = "Contract"; payer = "Council"; payee = "Harbour";
      terms = ( { pay = "outcome"; outcome = "restored"; price = 1000.0; clawback = 0.5; reversal = "relapse"; within = 6; } ); } );""")
    ledger.series("Harbour", "cash", [0.0, 10000.0, 10000.0, 10000.0, 18500.0, 18500.0], ("expected",))


def cap():
    """Five starts a month at 1,000, at most 12,000 in all: 5,000, 5,000, 2,000, nothing. Above the cap: 8,000."""
    ledger = Ledger("cap", 4, """
    groups = ( { name = "people"; referrals = ( { monthly = 5.0; from = 1; to = 4; } ); process = "fixed"; } );
    outcomes = ();
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Harbour"; kind = "provider"; serves = 1.0; } );
    contracts = ( { name = "Contract"; payer = "Council"; payee = "Harbour"; cap = 12000.0;
      terms = ( { pay = "activity"; price = 1000.0; } ); } );""")
    ledger.series("Harbour", "cash", [5000.0, 10000.0, 12000.0, 12000.0])
    ledger.metric("Council", "results_above_cap", 8000, of="Contract")


def marginal():
    """Five starts a month at 1,000; past 12 in the year 30 %: 5,000, 5,000, 2,000 + 900, 1,500."""
    ledger = Ledger("marginal", 4, """
    groups = ( { name = "people"; referrals = ( { monthly = 5.0; from = 1; to = 4; } ); process = "fixed"; } );
    outcomes = ();
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Harbour"; kind = "provider"; serves = 1.0; } );
    contracts = ( { name = "Contract"; payer = "Council"; payee = "Harbour";
      terms = ( { pay = "activity"; price = 1000.0; threshold = 12; marginal = 0.3; } ); } );""")
    ledger.series("Harbour", "cash", [5000.0, 10000.0, 12900.0, 14400.0])


def workers():
    """25 people start in month 1 and stay four months; two workers of 3,000 are planned, one for ten people. Three are needed
    in months 2 to 5: after two months of that the third comes in month 4 (500 to recruit). From month 6 two would do:
    after two months' notice one goes in month 8, with 1,000. Pay: 6,000 x 3; 9,500; 9,000 x 3; 7,000; 6,000."""
    ledger = Ledger("workers", 9, """
    groups = ( { name = "people"; referrals = ( { monthly = 25.0; from = 1; to = 1; } ); process = "fixed"; in_service = 4; } );
    outcomes = (); contracts = ();
    parties = ( { name = "Harbour"; kind = "provider"; serves = 1.0; opening_cash = 100000.0;
      workers = { planned = 2; cost = 3000.0; caseload = 10; hire_ahead = 2; notice = 2; redundancy = 1000.0; recruit = 500.0; }; } );""")
    left, cash = 100000.0, []
    for pay in (6000, 6000, 6000, 9500, 9000, 9000, 9000, 7000, 6000):
        left -= pay
        cash.append(left)
    ledger.series("Harbour", "cash", cash)


def funds():
    """1,000 of Lottery money may pay the peer group, 600 a month: 600, then the last 400 and 200 of general cash, then 600
    of general cash. Closing cash is of all funds together."""
    ledger = Ledger("restricted funds", 3, NOBODY + """ contracts = ();
    parties = ( { name = "Harbour"; kind = "provider"; opening_cash = 700.0; opening_funds = ( { fund = "Lottery"; amount = 1000.0; } );
      costs = ( { name = "peer group"; monthly = 600.0; funds = ["Lottery"]; } ); } );""")
    ledger.metric("Harbour", "closing_cash", -100)
    ledger.metric("Harbour", "lowest_cash", -100)
    ledger.metric("Harbour", "first_month_below_cash_floor", 3)


def funds_before_receipts():
    """Both are paid before the month's receipts: 600 for the peer group, which Lottery money may pay, and 300 of staff, which
    it may not; 300 of donations come after. Month 1: Lottery pays all 600, so the mark is 700 - 300 = 400, and 700 remain. In
    month 2 it has 400: the mark is 700 - 200 - 300 = 200."""
    ledger = Ledger("restricted funds before receipts", 2, NOBODY + """ contracts = ();
    parties = ( { name = "Harbour"; kind = "provider"; opening_cash = 700.0; opening_funds = ( { fund = "Lottery"; amount = 1000.0; } );
      cash_floor = 400.0; costs = ( { name = "peer group"; monthly = 600.0; paid = "before"; funds = ["Lottery"]; } );
      workers = ( { planned = 1; caseload = 10; cost = 300.0; } ); other_income = ( { name = "donations"; monthly = 300.0; } ); } );""")
    ledger.metric("Harbour", "lowest_cash", 200)
    ledger.metric("Harbour", "first_month_below_cash_floor", 2)
    ledger.metric("Harbour", "closing_cash", 500)


def pass_through():
    """Two providers, 6 and 4 starts at 1,000; the prime keeps 15 %: 5,100 and 3,400 go on in the same month, 1,500 stays. In
    month 2 the cap of 12,000 leaves 2,000 of 10,000: 1,200 and 800, less 15 %."""
    ledger = Ledger("pass-through", 2, """
    groups = ( { name = "six"; referrals = ( { monthly = 6.0; from = 1; to = 2; } ); process = "fixed"; },
               { name = "four"; referrals = ( { monthly = 4.0; from = 1; to = 2; } ); process = "fixed"; } );
    outcomes = ();
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Prime"; kind = "prime"; },
      { name = "A"; kind = "provider"; serves = { six = 1.0; }; }, { name = "B"; kind = "provider"; serves = { four = 1.0; }; } );
    contracts = ( { name = "Main"; payer = "Council"; payee = "Prime"; cap = 12000.0; terms = ( { pay = "activity"; price = 1000.0; } ); },
      { name = "To A"; payer = "Prime"; payee = "A"; terms = ( { pay = "pass_through"; of = "Main"; keep = 0.15; } ); },
      { name = "To B"; payer = "Prime"; payee = "B"; terms = ( { pay = "pass_through"; of = "Main"; keep = 0.15; } ); } );""")
    ledger.series("A", "cash", [5100.0, 6120.0])
    ledger.series("B", "cash", [3400.0, 4080.0])
    ledger.series("Prime", "cash", [1500.0, 1800.0])


BOND = NOBODY + """
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "SPV"; kind = "spv"; }, { name = "Harbour"; kind = "provider"; } );
    contracts = ( { name = "Outcomes"; payer = "Council"; payee = "SPV"; terms = ( { pay = "block"; amount = %.1f; from = 12; to = 12; } ); },
      { name = "Service"; payer = "SPV"; payee = "Harbour"; terms = ( { pay = "block"; amount = 150000.0; from = 1; to = 1; } ); } );
    bonds = ( { spv = "SPV"; drawdown = "upfront"; excess_to = "Council";
      tranches = ( { name = "senior"; investor = "Bank"; principal = 100000.0; coupon = 0.04; interest = "%s"; },
                   { name = "junior"; investor = "Fund"; principal = 50000.0; irr_cap = 0.13; residual = 1.0; } );
      guarantee = { guarantor = "Trust"; tranche = "senior"; cover = 0.5; }; } );"""


def compound(principal, rate, months):
    """Balance after months of interest rounded to a penny each, half to even."""
    balance, growth = round(100 * principal), (1 + rate) ** (1 / 12) - 1
    for _ in range(months):
        balance += round(balance * growth)
    return balance / 100


def waterfall():
    """100,000 senior at 4 % and 50,000 junior, out for twelve months, and 200,000 come in. The senior takes its principal
    with a year's interest (each month's rounded to a penny); the junior its 50,000 and of the rest up to 13 %, 6,500; what
    is left goes back to the council. The guarantor pays nothing."""
    ledger = Ledger("waterfall", 12, BOND % (200000, "compound"))
    senior = compound(100000, 0.04, 12)
    ledger.metric("Bank", "returned", senior)
    ledger.metric("Fund", "returned", 56500)
    ledger.metric("Fund", "irr", 0.13, within=1e-9)
    ledger.metric("Bank", "irr", 0.04, within=1e-6)
    ledger.metric("Council", "total_cost", 200000 - (200000 - senior - 56500))


def guarantee():
    """30,000 come in: 4,000 of simple interest, 26,000 of principal; of the 74,000 unpaid the guarantor pays half."""
    ledger = Ledger("guarantee", 12, BOND % (30000, "simple"))
    interest = 12 * round(10000000 * 0.04 / 12) / 100
    ledger.metric("Bank", "returned", round(30000 + (100000 - (30000 - interest)) / 2, 2))
    ledger.metric("Fund", "returned", 0)
    ledger.metric("Fund", "irr", -1)


def as_needed():
    """An spv pays 10,000 a month for three months and is paid 18,000 in month 3. It draws 10,000, 10,000 and, the receipt
    counting, nothing in month 3: of the 18,000, 10,000 are paid on and 8,000 come back."""
    ledger = Ledger("as needed", 3, NOBODY + """
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "SPV"; kind = "spv"; }, { name = "Harbour"; kind = "provider"; } );
    contracts = ( { name = "Outcomes"; payer = "Council"; payee = "SPV"; terms = ( { pay = "block"; amount = 18000.0; from = 3; to = 3; } ); },
      { name = "Service"; payer = "SPV"; payee = "Harbour"; terms = ( { pay = "block"; amount = 10000.0; } ); } );
    bonds = ( { spv = "SPV"; drawdown = "as_needed";
      tranches = ( { name = "notes"; investor = "Fund"; principal = 50000.0; residual = 1.0; } ); } );""")
    ledger.metric("Fund", "drawn", 20000)
    ledger.metric("Fund", "returned", 8000)
    ledger.series("SPV", "cash", [0.0, 0.0, 0.0])


def kept_for_starts():
    """An spv that has drawn 30,000 is paid 10,000 in month 1, and pays 1,000 for each of two starts a month, months 1 and 2. It keeps
    what the month to come will cost, and takes that to be what this month cost: 2,000 of 38,000. All of month 2's cost is there."""
    ledger = Ledger("kept for starts", 3, """
    groups = ( { name = "people"; process = "fixed"; referrals = ( { monthly = 2.0; from = 1; to = 2; } ); } ); outcomes = ();
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "SPV"; kind = "spv"; }, { name = "Harbour"; kind = "provider"; serves = 1.0; } );
    contracts = ( { name = "Outcomes"; payer = "Council"; payee = "SPV"; terms = ( { pay = "block"; amount = 10000.0; to = 1; } ); },
      { name = "Service"; payer = "SPV"; payee = "Harbour"; terms = ( { pay = "activity"; price = 1000.0; } ); } );
    bonds = ( { spv = "SPV"; drawdown = "upfront"; retain = 1;
      tranches = ( { name = "notes"; investor = "Fund"; principal = 30000.0; residual = 1.0; } ); } );""")
    ledger.series("SPV", "cash", [2000.0, 0.0, 0.0])
    ledger.series("Harbour", "cash", [2000.0, 4000.0, 4000.0])
    ledger.metric("Fund", "returned", 36000)


work((lag, arrears, supply_chain_first, clawback, set_off, cap, marginal, workers, funds, funds_before_receipts,
      pass_through, waterfall, guarantee, as_needed, kept_for_starts))
