#!/usr/bin/env python3
"""Ledgers of bonds worked by hand: ledgers_bonds.py SIBYL. As ledgers.py; what investors put in and get back."""
from ledger import NOBODY, Ledger, promise, work

# A council pays `paid` in the last month under Outcomes; the spv pays `service` in month 1.
PARTIES = """
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "SPV"; kind = "spv"; }, { name = "Harbour"; kind = "provider"; } );
    contracts = ( { name = "Outcomes"; payer = "Council"; payee = "SPV"; terms = ( { pay = "block"; amount = %.2f; from = 12; to = 12; } ); },
      { name = "Service"; payer = "SPV"; payee = "Harbour"; to = 1; terms = ( { pay = "block"; amount = %.2f; from = 1; to = 1; } ); } );"""
EACH_SIMPLE_MONTH = 333.33  # of 100,000 at 4 % a year


def bond(name, paid, service, text, months=12):
    return Ledger(name, months, NOBODY + PARTIES % (paid, service) + text)


def grant():
    """A first loss of 30,000 is drawn before the 100,000 of notes (junior first or pro rata, it makes no difference) and never
    repaid: of 50,000 of service 30,000 are the grant's; 45,000 come in, 20,000 go back as principal, 25,000 as residual."""
    for order in ("junior", "pro_rata"):
        ledger = bond("grant", 45000, 50000, """
        bonds = ( { spv = "SPV"; drawdown = "as_needed"; draw_order = "%s";
          tranches = ( { name = "first loss"; investor = "Trust"; principal = 30000.0; grant = true; },
                       { name = "notes"; investor = "Fund"; principal = 100000.0; residual = 1.0; } ); } );""" % order)
        ledger.metric("Trust", "drawn", 30000)
        ledger.metric("Trust", "returned", 0)
        ledger.metric("Fund", "drawn", 20000)
        ledger.metric("Fund", "returned", 45000)


def draw_order():
    """50,000 are needed: 5,000 of grant, then the most junior first (20,000 and 25,000), or in proportion to what is undrawn,
    60,000 to 20,000: 33,750 and 11,250."""
    for order, senior, junior in (("junior", 25000, 20000), ("pro_rata", 33750, 11250)):
        ledger = bond("draw order", 0, 50000, """
        bonds = ( { spv = "SPV"; drawdown = "as_needed"; draw_order = "%s";
          tranches = ( { name = "senior"; investor = "Bank"; principal = 60000.0; },
                       { name = "junior"; investor = "Fund"; principal = 20000.0; },
                       { name = "first loss"; investor = "Trust"; principal = 5000.0; grant = true; } ); } );""" % order)
        ledger.metric("Bank", "drawn", senior)
        ledger.metric("Fund", "drawn", junior)


def equal_ranks():
    """200,100 of two notes of one rank, 150,100 and 50,000, and 100,000 come in: in proportion, 75,012.49 and 24,987.51 (of
    75,012.4938 and 24,987.5062 the larger remainder is the second's)."""
    ledger = bond("equal ranks", 100000, 200100, """
    bonds = ( { spv = "SPV"; drawdown = "upfront";
      tranches = ( { name = "a"; investor = "Bank"; principal = 150100.0; rank = 1; },
                   { name = "b"; investor = "Fund"; principal = 50000.0; rank = 1; } ); } );""")
    ledger.metric("Bank", "returned", 75012.49)
    ledger.metric("Fund", "returned", 24987.51)


def written_order():
    """Interest of both before principal of either: 4,000 (in twelfths of a penny's rounding) and 8,000 x 1/2, then what is left
    of 60,000 to the senior. In the usual order the junior has nothing."""
    tranches = """tranches = ( { name = "senior"; investor = "Bank"; principal = 100000.0; coupon = 0.04; interest = "simple"; },
                   { name = "junior"; investor = "Fund"; principal = 50000.0; coupon = 0.08; interest = "simple"; residual = 1.0; } );"""
    both = 12 * EACH_SIMPLE_MONTH
    usual = bond("usual order", 60000, 150000, f'bonds = ( {{ spv = "SPV"; drawdown = "upfront"; {tranches} }} );')
    usual.metric("Bank", "returned", 60000)
    usual.metric("Fund", "returned", 0)
    ledger = bond("written order", 60000, 150000, f"""bonds = ( {{ spv = "SPV"; drawdown = "upfront"; {tranches}
      waterfall = ["senior.interest", "junior.interest", "senior.principal", "junior.principal", "residual"]; }} );""")
    ledger.metric("Fund", "returned", round(both, 2))
    ledger.metric("Bank", "returned", round(60000 - both, 2))


def deferred_fee():
    """A fee of 7,000 of rank 2 is paid only when rank 1 is whole, before the interest of rank 2: of 103,000, 100,000 to the
    senior and 3,000 of the fee. Of 110,000 it is paid in full, and 3,000 go to the junior. An unranked fee is paid when it
    falls due, from cash."""
    text = """bonds = ( { spv = "SPV"; drawdown = "upfront";
      tranches = ( { name = "senior"; investor = "Bank"; principal = 100000.0; },
                   { name = "junior"; investor = "Fund"; principal = 50000.0; } );
      fees = ( { to = "Arranger"; amount = 7000.0; from = 6; until = 6; rank = 2; } ); } );"""
    short = bond("deferred fee, short", 103000, 150000, text)
    short.metric("Bank", "returned", 100000)
    short.metric("SPV", "fees", 3000)
    short.metric("Fund", "returned", 0)
    whole = bond("deferred fee", 110000, 150000, text)
    whole.metric("SPV", "fees", 7000)
    whole.metric("Fund", "returned", 3000)


def catch_up():
    """100,000 at a preferred 10 % simple (833.33 a month), and a sponsor's 10,000; 200,000 come in. After 9,999.96, 100,000 and
    10,000, the sponsor takes 80 % until it holds 20 % of all profit: of X = 0.2 x 9,999.96 / 0.6 = 3,333.32, 2,666.66. Of the
    76,666.72 left 20 % are 15,333.34. Its profit is 18,000 of 90,000."""
    ledger = bond("catch-up", 200000, 110000, """
    bonds = ( { spv = "SPV"; drawdown = "upfront";
      tranches = ( { name = "investors"; investor = "Fund"; principal = 100000.0; coupon = 0.1; interest = "simple"; residual = 0.8;
                     catch_up = 0.8; },
                   { name = "sponsor"; investor = "Sponsor"; principal = 10000.0; residual = 0.2; } ); } );""")
    ledger.metric("Sponsor", "returned", 28000)
    ledger.metric("Fund", "returned", 172000)


def guarantee():
    """100,000 at 4 % simple: 3,999.96 of interest by month 12. 30,000 come in; half of unpaid principal is guaranteed. Called
    before, 50,000 are paid, and of the 30,000, 26,000.04 go to the 50,000 left: 80,000 in all. Called after, 26,000.04 are
    repaid and half of 73,999.96 is made good: 66,999.98."""
    text = """bonds = ( { spv = "SPV"; drawdown = "upfront";
      tranches = ( { name = "senior"; investor = "Bank"; principal = 100000.0; coupon = 0.04; interest = "simple"; } );
      guarantee = { guarantor = "Trust"; tranche = "senior"; cover = 0.5; when = "%s"; }; } );"""
    for when, returned in (("before", 80000), ("after", 66999.98)):
        ledger = bond(f"guarantee {when}", 30000, 100000, text % when)
        ledger.metric("Bank", "returned", returned)
        ledger.metric("SPV", "guaranteed", round(returned - 30000, 2))


def guarantee_limit():
    """Two tranches, 60,000 and 40,000, nothing comes back; cover 1, limit 35,000: 21,000 and 14,000."""
    ledger = bond("guarantee limit", 0, 100000, """
    bonds = ( { spv = "SPV"; drawdown = "upfront";
      tranches = ( { name = "senior"; investor = "Bank"; principal = 60000.0; }, { name = "junior"; investor = "Fund"; principal = 40000.0; } );
      guarantee = { guarantor = "Trust"; tranche = ["senior", "junior"]; cover = 1.0; limit = 35000.0; }; } );""")
    ledger.metric("Bank", "returned", 21000)
    ledger.metric("Fund", "returned", 14000)


RESULTS = """
    groups = ( { name = "people"; referrals = ( { monthly = 100.0; from = 1; to = 1; } ); process = "fixed"; } );
    outcomes = ( { name = "restored"; after = "start"; delay = 15; probability = 0.58; } );
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "SPV"; kind = "spv"; },
                { name = "Harbour"; kind = "provider"; serves = 1.0; } );
    contracts = ( { name = "Outcomes"; payer = "Council"; payee = "SPV"; terms = ( { pay = "block"; amount = 70000.0; from = 36; to = 36; } ); },
      { name = "Service"; payer = "SPV"; payee = "Harbour"; to = 1; terms = ( { pay = "block"; amount = 60000.0; from = 1; to = 1; } ); } );
    bonds = ( { spv = "SPV"; drawdown = "upfront"; retain = 0; excess_to = "Council";
      tranches = ( { name = "notes"; investor = "Fund"; principal = 100000.0; %s
        coupon = { count = "restored"; line = ( { at = 0.55; pays = 0.03; }, { at = 0.6; pays = 0.075; } ); floor = 0.05; floor_until = 12; };
        capital = { count = "restored"; steps = ( { at_least = 0.5; pays = 0.5; }, { at_least = 0.58; pays = 0.8; } ); }; } ); } );"""


def performance():
    """100,000 at a coupon by results, 3 % at 0.55 to 7.5 % at 0.6 of those who start, at least 5 % in the first year. Of 100, 58
    are restored in month 16: coupons of 5,000 (the floor), 5,700 and 5,700 at the ends of the years, and at maturity 80 % of
    capital. As one coupon at maturity for the whole time: 3 x 5,700. What is not theirs goes to the council. Cash that lies
    idle is not distributed to anyone else: the principal cannot be paid before month 36, so nothing is left over for
    excess_to until the last month, but what the waterfall leaves each month goes there at once; hence retain."""
    yearly = Ledger("performance, yearly", 36, (RESULTS % "every = 12;").replace('excess_to = "Council";', ""))
    yearly.metric("Fund", "returned", 5000 + 5700 + 5700 + 80000)
    once = Ledger("performance, once", 36, (RESULTS % "").replace('excess_to = "Council";', ""))
    once.metric("Fund", "returned", 17100 + 80000)
    yearly.series("Fund", "distributed", [0.0] * 11 + [5000.0] + [0.0] * 11 + [5700.0] + [0.0] * 11 + [85700.0], ("expected",))


def performance_with_residual():
    """The same with all that is left for the notes: what lies idle is kept for the principal that falls due in month 36, and only
    then, when 80 % is repaid, is the rest shared: of 40,000 and 70,000, 5,000, 5,700 and 99,300."""
    ledger = Ledger("performance with residual", 36, (RESULTS % "every = 12; residual = 1.0;").replace('excess_to = "Council";', ""))
    ledger.series("Fund", "distributed", [0.0] * 11 + [5000.0] + [0.0] * 11 + [5700.0] + [0.0] * 11 + [99300.0], ("expected",))


def draws_ahead():
    """10,000 a month for six months, drawn every three months: 30,000 each time. Four months ahead: 40,000, then, with 10,000
    left, 20,000 for the last three. With 5,000 of minimum cash, 35,000 and 30,000; the 5,000 go back at the end."""
    for settings, least, drawn in (("draw_every = 3;", 0, (30000.0, 30000.0)), ("draw_every = 3; draw_ahead = 4;", 0, (40000.0, 20000.0)),
                                   ("draw_every = 3;", 5000, (35000.0, 30000.0))):
        ledger = Ledger("draws ahead", 7, NOBODY + """
        parties = ( { name = "SPV"; kind = "spv"; minimum_cash = %.1f; }, { name = "Harbour"; kind = "provider"; } );
        contracts = ( { name = "Service"; payer = "SPV"; payee = "Harbour"; to = 6; terms = ( { pay = "block"; amount = 10000.0; to = 6; } ); } );
        bonds = ( { spv = "SPV"; drawdown = "as_needed"; %s
          tranches = ( { name = "notes"; investor = "Fund"; principal = 100000.0; residual = 1.0; } ); } );""" % (least, settings))
        ledger.series("Fund", "drawn", [drawn[0], 0.0, 0.0, drawn[1], 0.0, 0.0, 0.0])
        ledger.series("Fund", "distributed", [0.0] * 6 + [float(least)])


def fees_by_base():
    """In months 12 and 24: 2 % a year of what is committed (3,000 each), of what is drawn and unrepaid at the month's start (2,000
    of the 100,000 drawn), and 5 % of receipts since the last time (40,000 in month 5, 60,000 in month 20: 2,000 and 3,000)."""
    for base, rate, fees in (("committed", 0.02, 6000), ("drawn", 0.02, 4000), ("receipts", 0.05, 5000)):
        ledger = Ledger(f"fee of {base}", 24, NOBODY + """
        parties = ( { name = "Council"; kind = "commissioner"; }, { name = "SPV"; kind = "spv"; }, { name = "Harbour"; kind = "provider"; } );
        contracts = ( { name = "Outcomes"; payer = "Council"; payee = "SPV";
            terms = ( { pay = "block"; amount = 40000.0; from = 5; to = 5; }, { pay = "block"; amount = 60000.0; from = 20; to = 20; } ); },
          { name = "Service"; payer = "SPV"; payee = "Harbour"; to = 1; terms = ( { pay = "block"; amount = 90000.0; to = 1; } ); } );
        bonds = ( { spv = "SPV"; drawdown = ( { month = 1; amount = 100000.0; } ); retain = 24; distribute_every = 24;
          tranches = ( { name = "notes"; investor = "Fund"; principal = 150000.0; residual = 1.0; } );
          fees = ( { to = "Manager"; rate = %.2f; of = "%s"; every = 12; from = 12; } ); } );""" % (rate, base))
        ledger.metric("SPV", "fees", fees)


def performance_to_date():
    """The same with maturity in month 24: coupons of 5,000 and 5,700; no more is earned after, and 80 % is repaid from what is
    there, 29,300, the rest in month 36 when 70,000 come in."""
    ledger = Ledger("performance, maturity", 36, (RESULTS % "every = 12; maturity = 24;").replace('excess_to = "Council";', ""))
    ledger.series("Fund", "distributed", [0.0] * 11 + [5000.0] + [0.0] * 11 + [35000.0] + [0.0] * 11 + [50700.0 - 5700.0 + 5700.0],
                  ("expected",))


def performance_wound_up():
    """The same, and investors look at month 20 for 0.6: 58 of 100 are restored for certain, so they stop, and the bond is wound
    up in month 20, when the last payment is in. The coupon of months 13 to 20 is 5.7 % x 8/12 of 100,000, 3,800; 80 % of
    capital is repaid from the 81,200 that are left of 90,000; 1,200 stay."""
    text = (RESULTS % "every = 12;").replace('excess_to = "Council";', 'review = ( { month = 20; count = "restored"; per = "start"; below = 0.6; } );')
    text = text.replace('( { name = "people"; referrals = ( { monthly = 100.0; from = 1; to = 1; } ); process = "fixed"; } )',
                        """( { name = "some"; referrals = ( { monthly = 58.0; from = 1; to = 1; } ); process = "fixed"; },
                             { name = "others"; referrals = ( { monthly = 42.0; from = 1; to = 1; } ); process = "fixed"; } )""")
    text = text.replace("probability = 0.58", "probability = { some = 1.0; others = 0.0; }").replace("60000.0", "10000.0")
    ledger = Ledger("performance, wound up", 36, text)
    ledger.series("Fund", "distributed", [0.0] * 11 + [5000.0] + [0.0] * 7 + [83800.0] + [0.0] * 16, ("mean",))
    ledger.series("SPV", "cash", [90000.0] * 11 + [85000.0] * 8 + [1200.0] * 17, ("mean",))


RECYCLING = NOBODY + """
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "SPV"; kind = "spv"; grace = 12; }, { name = "Prime"; kind = "prime"; } );
    contracts = ( { name = "Outcomes"; payer = "Council"; payee = "SPV"; terms = ( { pay = "block"; amount = 75000.0; every = 3; from = 13; to = 60; } ); },
      { name = "Service"; payer = "SPV"; payee = "Prime"; to = 48;
        terms = ( { pay = "block"; amount = 60000.0; every = 3; to = 48; in_advance = true; } ); } );
    bonds = ( { spv = "SPV"; drawdown = "as_needed"; distribute_every = 6; %s
      tranches = ( { name = "notes"; investor = "Fund"; principal = 300000.0; residual = 1.0; } ); } );"""


def recycling():
    """300,000 pay for the service of months 1, 4, ..., 13, 60,000 each. 75,000 come in in months 15, 18, ... With what is needed
    to the end of delivery kept back, the prime is always paid. A bare sweep in months 18, 24, ... leaves the spv nothing
    for the 60,000 of months 19, 25, ...: it owes them all until month 21; of those of months 22, 28, ... the 15,000 that month
    21 left over are paid, and 45,000 owed."""
    kept = Ledger("recycling", 60, RECYCLING % "")
    kept.series("Prime", "receivable", [0.0] * 60)
    kept.metric("Fund", "drawn", 300000)
    kept.metric("SPV", "recycled_receipts", 16 * 60000 - 300000)
    swept = Ledger("bare sweep", 60, RECYCLING % "recycle = false;")
    owed = [0.0] * 60
    for month in range(19, 47, 3):
        late = 60000.0 if (month - 19) % 6 == 0 else 45000.0
        owed[month - 1] = owed[month] = late
    swept.series("Prime", "receivable", owed)
    promise("a bare sweep owes in every quarter from month 19",
            [m for m in range(1, 49) if owed[m - 1] > 0 and m % 3 == 1] == list(range(19, 47, 3)))


def revolving():
    """10,000 of capital; 10,000 are needed in months 1 and 3, and 15,000 come in in month 2 and are swept. What was repaid can
    be drawn again from a revolving bond alone: 20,000 drawn, 10,000 of it recycled. Else the spv is 10,000 short."""
    text = NOBODY + """
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "SPV"; kind = "spv"; grace = 12; }, { name = "Harbour"; kind = "provider"; } );
    contracts = ( { name = "Outcomes"; payer = "Council"; payee = "SPV"; terms = ( { pay = "block"; amount = 15000.0; from = 2; to = 2; } ); },
      { name = "Service"; payer = "SPV"; payee = "Harbour"; terms = ( { pay = "block"; amount = 10000.0; every = 2; to = 4; in_advance = true; } ); } );
    bonds = ( { spv = "SPV"; drawdown = "as_needed"; recycle = false; revolving = %s;
      tranches = ( { name = "notes"; investor = "Fund"; principal = 10000.0; residual = 1.0; } ); } );"""
    for flag, drawn, recycled, extra in (("true", 20000, 10000, 0), ("false", 10000, 0, 10000)):
        ledger = Ledger(f"revolving {flag}", 4, text % flag)
        ledger.metric("Fund", "drawn", drawn)
        ledger.metric("Fund", "recycled", recycled)
        ledger.metric("SPV", "extra_commitment", extra)


def extra_commitment():
    """10,000 of capital for three months of 10,000 each, nothing comes in: 20,000 more would be wanted, however it is drawn."""
    for how in ("as_needed", "upfront"):
        ledger = Ledger(f"extra commitment, {how}", 3, NOBODY + """
        parties = ( { name = "SPV"; kind = "spv"; grace = 12; }, { name = "Harbour"; kind = "provider"; } );
        contracts = ( { name = "Service"; payer = "SPV"; payee = "Harbour"; terms = ( { pay = "block"; amount = 10000.0; } ); } );
        bonds = ( { spv = "SPV"; drawdown = "%s";
          tranches = ( { name = "notes"; investor = "Fund"; principal = 10000.0; residual = 1.0; } ); } );""" % how)
        ledger.metric("SPV", "extra_commitment", 20000)


def three_per_cent():
    """Sixteen equal draws at the start of months 1, 4, ..., 46, and one payment at the end of month 83, capped at 3 % a year: what
    was drawn at the start of month m is worth 1.03^((84 - m) / 12) then, on average 1.161 times."""
    months = range(1, 47, 3)
    draws = ", ".join("{ month = %d; amount = 100000.0; }" % m for m in months)
    ledger = Ledger("3 % a year", 83, NOBODY + """
    parties = ( { name = "Ministry"; kind = "commissioner"; }, { name = "SPV"; kind = "spv"; }, { name = "Service"; kind = "provider"; } );
    contracts = ( { name = "Outcomes"; payer = "Ministry"; payee = "SPV"; terms = ( { pay = "block"; amount = 2000000.0; from = 83; to = 83; } ); },
      { name = "Delivery"; payer = "SPV"; payee = "Service"; to = 48;
        terms = ( { pay = "block"; amount = 100000.0; every = 3; to = 48; in_advance = true; } ); } );
    bonds = ( { spv = "SPV"; drawdown = ( %s ); excess_to = "Ministry";
      tranches = ( { name = "notes"; investor = "Foundations"; principal = 1600000.0; irr_cap = 0.03; residual = 1.0; } ); } );""" % draws)
    multiple = sum(1.03 ** ((84 - m) / 12) for m in months) / len(months)
    promise("the multiple is 1.161", round(multiple, 3) == 1.161, multiple)
    ledger.metric("Foundations", "multiple", multiple, within=1e-8)
    ledger.metric("Foundations", "irr", 0.03, within=1e-8)


def sources_and_uses():
    """What comes into an spv is what goes out of it and what it keeps: 1,000 of opening cash, 150,000 drawn and 100,000 received;
    120,000 of service, 24 x 500 of costs, 3,000 of fees, and the rest to investors."""
    ledger = Ledger("sources and uses", 24, NOBODY + """
    parties = ( { name = "Council"; kind = "commissioner"; },
      { name = "SPV"; kind = "spv"; opening_cash = 1000.0; costs = ( { name = "audit"; monthly = 500.0; } ); }, { name = "Harbour"; kind = "provider"; } );
    contracts = ( { name = "Outcomes"; payer = "Council"; payee = "SPV"; terms = ( { pay = "block"; amount = 100000.0; from = 20; to = 20; } ); },
      { name = "Service"; payer = "SPV"; payee = "Harbour"; to = 12; terms = ( { pay = "block"; amount = 10000.0; to = 12; } ); } );
    bonds = ( { spv = "SPV"; drawdown = "upfront"; retain = 24;
      tranches = ( { name = "notes"; investor = "Fund"; principal = 150000.0; residual = 1.0; } );
      fees = ( { to = "Manager"; rate = 0.01; of = "committed"; every = 12; } ); } );""")
    for what, amount in (("capital_drawn", 150000), ("receipts", 100000), ("service_payments", 120000), ("costs", 12000),
                         ("fees", 3000), ("to_investors", 116000), ("closing_cash", 0), ("recycled_receipts", 0)):
        ledger.metric("SPV", what, amount)


work((grant, draw_order, equal_ranks, written_order, deferred_fee, catch_up, guarantee, guarantee_limit, performance, performance_with_residual, draws_ahead, fees_by_base,
      performance_to_date, performance_wound_up, recycling, revolving, extra_commitment, three_per_cent, sources_and_uses))
