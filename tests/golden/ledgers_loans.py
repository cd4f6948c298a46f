#!/usr/bin/env python3
"""Loans worked by hand: every form of repayment, what it costs, what happens when it is not paid: ledgers_loans.py SIBYL

Each case gives its working in words; schedules are worked out here once more, in whole pence.
"""
from fractions import Fraction

from ledger import NOBODY, Ledger, promise, work


def half_even(x):
    """Pence of a Fraction, half to even."""
    return round(x)


def level(principal, rate, n):
    """Instalment of an annuity, pence: P r / (1 - (1 + r)^-n)."""
    if rate == 0:
        return half_even(Fraction(principal, n))
    return half_even(principal * rate / (1 - 1 / (1 + rate) ** n))


def annuity(principal, rate, n):
    """(interest, principal) of each date, pence."""
    pay, left, out = level(principal, rate, n), principal, []
    for k in range(n):
        interest = half_even(left * rate)
        part = left if k == n - 1 else pay - interest
        out.append((interest, part))
        left -= part
    return out


BORROWER = '{ name = "Harbour"; kind = "provider"; opening_cash = %.2f; %s }'


def lent(name, months, loan, opening=1e6, more="", extra="", **settings):
    """One provider that borrows."""
    text = NOBODY + "parties = ( " + BORROWER % (opening, more) + ' );\nloans = ( { name = "loan"; lender = "Bank"; ' + \
        'borrower = "Harbour"; ' + loan + " }" + extra + " );"
    return Ledger(name, months, text, **settings)


def flows(ledger, opening, drawn, paid):
    """Checks cash after drawing (pence by month) and paying (pence a month)."""
    cash, left = [], round(100 * opening)
    for month, out in enumerate(paid):
        left += drawn.get(month + 1, 0) - out
        cash.append(left / 100)
    ledger.series("Harbour", "cash", cash)


def forms():
    # The schedule of 250,000 at 6.5 % over 60 months: 4,891.54 a month, the last 4,891.36, 293,492.22 in all.
    rows = annuity(25000000, Fraction(65, 12000), 60)
    promise("annuity in pence", [sum(r) for r in rows] == [489154] * 59 + [489136] and sum(map(sum, rows)) == 29349222)
    ledger = lent("annuity", 60, 'principal = 250000.0; rate = 0.065; term = 60; repayment = "annuity";')
    flows(ledger, 1e6, {1: 25000000}, [sum(r) for r in rows])
    left, balance = 25000000, []
    for _, part in rows:
        left -= part
        balance.append(left / 100)
    ledger.series("Harbour", "loan_balance", balance)
    # Rate 0: 1,000.00 in seven parts: six of 142.86 and 142.84.
    for form in ("annuity", "equal_principal"):
        ledger = lent(f"{form} at rate 0", 7, f'principal = 1000.0; rate = 0.0; term = 7; repayment = "{form}";')
        flows(ledger, 1e6, {1: 100000}, [14286] * 6 + [14284])
    # 62,000 at 7.01 % in quarters over two years: an eighth, 7,750.00, each time and interest on what is left.
    ledger = lent("equal principal by quarters", 24,
                  'principal = 62000.0; rate = 0.0701; term = 24; every = 3; repayment = "equal_principal";')
    paid = [0] * 24
    for k in range(8):
        paid[3 * k + 2] = 775000 + half_even((6200000 - 775000 * k) * Fraction(701, 40000))
    flows(ledger, 1e6, {1: 6200000}, paid)
    # A bullet of 10,000 at 6 %, drawn in month 3 for six months: 50.00 a month and 10,000.00 in month 8.
    ledger = lent("bullet", 9, 'principal = 10000.0; drawdown = 3; rate = 0.06; term = 6; repayment = "bullet";')
    flows(ledger, 1e6, {3: 1000000}, [0, 0, 5000, 5000, 5000, 5000, 5000, 1005000, 0])
    # A schedule: 9,000 at 4 %: 3,000 in month 5 and 6,000 in month 9; interest every quarter and at the last payment.
    ledger = lent("schedule", 9, """principal = 9000.0; rate = 0.04; every = 3; repayment = "schedule";
        schedule = ( { month = 5; principal = 3000.0; }, { month = 9; principal = 6000.0; } );""")
    flows(ledger, 1e6, {1: 900000}, [0, 0, 9000, 0, 300000 + 6000, 2000, 0, 0, 600000 + 6000])


def holidays():
    # 250,000 at 6.5 % over 60 months, of which 12 are a holiday: 1,354.17 a month, then 48 of 5,928.74.
    rate = Fraction(65, 12000)
    ledger = lent("holiday, interest paid", 60, """principal = 250000.0; rate = 0.065; term = 60; repayment = "annuity";
        holiday = { months = 12; interest = "paid"; };""")
    rows = annuity(25000000, rate, 48)
    promise("holiday: level instalment", sum(rows[0]) == 592874)
    flows(ledger, 1e6, {1: 25000000}, [135417] * 12 + [sum(r) for r in rows])
    # Interest added: it compounds month by month, and the instalments are on what has come of it.
    owed = 25000000
    for _ in range(12):
        owed += half_even(owed * rate)
    ledger = lent("holiday, interest added", 60, """principal = 250000.0; rate = 0.065; term = 60; repayment = "annuity";
        holiday = { months = 12; interest = "added"; };""")
    flows(ledger, 1e6, {1: 25000000}, [0] * 12 + [sum(r) for r in annuity(owed, rate, 48)])


def fees_and_grants():
    # Half of 20,000 is a grant; 2 % of the other 10,000 is 200: taken off what is drawn, or added to what is owed.
    loan = 'principal = 20000.0; grant = 0.5; rate = 0.12; term = 10; repayment = "equal_principal"; fee = { rate = 0.02; added = %s; };'
    ledger = lent("fee taken off", 10, loan % "false")
    flows(ledger, 1e6, {1: 2000000 - 20000}, [100000 + (1000000 - 100000 * k) // 100 for k in range(10)])
    ledger.metric("Harbour", "surplus", 10000 - 200 - sum(100 - 10 * k for k in range(10)))
    ledger = lent("fee added", 10, loan % "true")
    flows(ledger, 1e6, {1: 2000000}, [102000 + (1020000 - 102000 * k) // 100 for k in range(10)])
    # Two draws: level payments are worked out anew when the second comes.
    ledger = lent("drawn twice", 6, """principal = 6000.0; rate = 0.12; term = 6; repayment = "annuity";
        drawdown = ( { month = 1; amount = 2000.0; }, { month = 4; amount = 4000.0; } );""")
    first = annuity(200000, Fraction(1, 100), 6)[:3]
    then = annuity(200000 - sum(p for _, p in first) + 400000, Fraction(1, 100), 3)
    flows(ledger, 1e6, {1: 200000, 4: 400000}, [sum(r) for r in first + then])


def days():
    """10,000 at 7.3 % drawn on 5 January 2016, paid at the end of April: 27 days of January, 29 of February, 31, 30; the
    year starts in April 2012, so that January 2016 is month 46."""
    bullet = 'principal = 10000.0; drawdown = "2016-01-05"; rate = 0.073; term = 4; every = 1; repayment = "bullet"; day_count = "%s";'
    for count, interest in (("act/365", [5400, 5800, 6200, 6000]),
                            ("act/360", [half_even(Fraction(730000, 10) * d / 360 / 10 * 10) for d in (27, 29, 31, 30)]),
                            ("30/360", [half_even(Fraction(73000) * d / 360) for d in (26, 30, 30, 30)]),
                            ("monthly", [half_even(Fraction(73000, 12) * Fraction(27, 31))] + [half_even(Fraction(73000, 12))] * 3)):
        ledger = lent(count, 49, bullet % count)
        paid = [0] * 45 + interest
        paid[-1] += 1000000
        flows(ledger, 1e6, {46: 1000000}, paid)


def revenue_share():
    """10,000 until 1.2 times has been paid: 10 % of receipts, 30,000 a month and 10,000 of donations: 4,000 a month, three times."""
    text = NOBODY + """
    parties = ( { name = "Council"; kind = "commissioner"; },
      { name = "Harbour"; kind = "provider"; opening_cash = 5000.0; other_income = ( { name = "gifts"; monthly = 10000.0; } ); } );
    contracts = ( { name = "C"; payer = "Council"; payee = "Harbour"; terms = ( { pay = "block"; amount = 30000.0; } ); } );
    loans = ( { name = "loan"; lender = "Fund"; borrower = "Harbour"; principal = 10000.0; term = %d; repayment = "revenue_share";
                fraction = 0.1; multiple = 1.2; at_term = "%s"; } );"""
    ledger = Ledger("revenue share", 5, text % (5, "due"))
    ledger.series("Harbour", "cash", [51000.0, 87000.0, 123000.0, 163000.0, 203000.0])
    ledger.series("Harbour", "loan_balance", [8000.0, 4000.0, 0.0, 0.0, 0.0])
    # A term of two months leaves 4,000: due at its end, or never.
    ledger = Ledger("revenue share, rest due", 5, text % (2, "due"))
    ledger.series("Harbour", "cash", [51000.0, 83000.0, 123000.0, 163000.0, 203000.0])
    ledger = Ledger("revenue share that ends", 5, text % (2, "ends"))
    ledger.series("Harbour", "cash", [51000.0, 87000.0, 127000.0, 167000.0, 207000.0])
    ledger.series("Harbour", "loan_balance", [8000.0, 0.0, 0.0, 0.0, 0.0])


def revolving():
    """Payroll of 10,000 a month is paid before 24,000 come in in months 2 and 4. Opening 4,000, floor 1,000, 12 %, and 1 % a
    year on what is not drawn of 20,000. Month 1: at least 6,000 are short, and the month's interest (a hundredth) and fee have
    to be drawn too: 6,073.39 = 6,000 + 60.73 + 11.61 + 1.05 and so on until the sums close (worked out below in pence).
    Month 2: payroll again; then 24,000 come, and what is above 1,000 pays the loan back."""
    ledger = lent("revolving", 6, """principal = 20000.0; drawdown = "as_needed"; rate = 0.12; term = 6; repayment = "revolving";
        floor = 1000.0; unused_fee = 0.012;""", opening=4000, more="""
        costs = ( { name = "payroll"; monthly = 10000.0; to = 4; paid = "before"; } );
        other_income = ( { name = "grant"; monthly = 24000.0; from = 2; to = 2; }, { name = "gift"; monthly = 24000.0; from = 4; to = 4; } );""")
    cash, drawn, closing, balance = 400000, 0, [], []
    for month in range(1, 7):
        payroll = 1000000 if month <= 4 else 0
        certain = 2400000 if month in (2, 4) else 0
        due = lambda: half_even(Fraction(drawn, 100)) + half_even(Fraction(2000000 - drawn, 1000)) + (drawn if month == 6 else 0)
        for _ in range(20):
            need = max(payroll + due() - cash, payroll + due() - cash - certain, 0) if month <= 5 else 0
            need = min(need, 2000000 - drawn)
            drawn, cash = drawn + need, cash + need
        paid = due()
        if month == 6:
            drawn = 0
        cash += certain - payroll - paid
        sweep = min(max(0, cash - 100000), drawn)
        cash, drawn = cash - sweep, drawn - sweep
        closing.append(cash / 100)
        balance.append(drawn / 100)
    ledger.series("Harbour", "loan_balance", balance)
    ledger.series("Harbour", "cash", closing)
    promise("revolving: it was drawn and paid back", balance[0] > 6000 and balance[3] < balance[2])
    ledger.metric("Harbour", "late_repayment", 0)


def revolving_by_quarters():
    """What is not drawn costs a twelfth of the fee month by month, whatever has been drawn when it is paid. 6,000 are drawn in
    month 2. In month 3 interest and fee are due before anything comes in, and are drawn too: x = 1 % of 6,000 and of 6,000 + x,
    and 2 % / 12 of 12,000, 6,000 and 6,000 - x: 160 + 0.01 x - x / 600, which is 161.34. Month 4: of 10,000 all above 1,000 may
    pay back, 6,161.34 do. Month 6: 1 % of month 4's principal, 61.61, and 2 % / 12 of 5,838.66, 12,000 and 12,000: 49.73."""
    ledger = lent("revolving by quarters", 6, """principal = 12000.0; drawdown = "as_needed"; rate = 0.12; term = 6; every = 3;
        repayment = "revolving"; floor = 1000.0; unused_fee = 0.02;""", opening=0, more="""
        costs = ( { name = "payroll"; monthly = 6000.0; from = 2; to = 2; paid = "before"; } );
        other_income = ( { name = "gift"; monthly = 1000.0; from = 3; to = 3; }, { name = "grant"; monthly = 9000.0; from = 4; to = 4; } );""")
    ledger.series("Harbour", "cash", [0.0, 0.0, 1000.0, 3838.66, 3838.66, 3727.32])
    ledger.series("Harbour", "loan_balance", [0.0, 6060.0, 6161.34, 61.61, 61.61, 0.0])
    ledger.metric("Harbour", "surplus", 10000 - 6000 - 161.34 - 61.61 - 49.73, within=0.005)


def arrears():
    """A bullet of 12,000 at 12 %, margin 6 %, three months: 120.00 a month. The provider has 150 and no income until 400 come
    in month 4. Month 1: 120 paid, 30 left. Month 2: 30 paid, 90 late. Month 3: 90.00 with 1.35 of arrears interest (18 %), this
    month's 120 and the 12,000 fall due, nothing is paid: more than 30 days late. Month 4: the arrears of 90 + 1.35 + 120 +
    12,000 bear 183.17; 394.52 of interest are paid, and 5.48 of principal. What is unpaid is then the principal of
    month 3: one month old; at the end of month 6 three months: default. Nothing else is owed, so nothing is accelerated."""
    ledger = lent("arrears", 6, """principal = 12000.0; rate = 0.12; default_margin = 0.06; term = 3; repayment = "bullet";""",
                  opening=150, more='costs = ( { name = "roof"; monthly = 12000.0; to = 1; } ); '
                                    'other_income = ( { name = "late gift"; monthly = 400.0; from = 4; to = 4; } );')
    ledger.series("Harbour", "cash", [30.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    owed = 1200000 - 548
    fifth = half_even(Fraction(owed * 15, 1000))
    sixth = half_even(Fraction((owed + fifth) * 15, 1000))
    ledger.series("Harbour", "loan_balance", [12000.0, 12090.0, 12211.35, owed / 100, (owed + fifth) / 100, (owed + fifth + sixth) / 100])
    for name in ("late_repayment", "missed_repayment", "loan_default"):
        ledger.metric("Harbour", name, 1)
    ledger.metric("Bank", "lender_loss", owed / 100)
    ledger.metric("Bank", "loss_given_default", 1)


def acceleration():
    """Six instalments of 1,000 at rate 0; nothing is there from month 2 on. After two months a default: in month 5 all of the
    5,000 is due (otherwise 4,000 by month 5); in month 6 a gift of 4,600 comes."""
    loan = 'principal = 6000.0; rate = 0.0; term = 6; repayment = "equal_principal"; default_after = 2; accelerate = %s;'
    gift = 'costs = ( { name = "roof"; monthly = 6000.0; to = 1; } ); other_income = ( { name = "gift"; monthly = 4600.0; from = 5; to = 5; } );'
    for accelerate, cash in (("true", [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), ("false", [0.0, 0.0, 0.0, 0.0, 600.0, 0.0])):
        ledger = lent(f"accelerate = {accelerate}", 6, loan % accelerate, opening=1000, more=gift)
        ledger.series("Harbour", "cash", cash)
        ledger.series("Harbour", "loan_balance", [5000.0] * 4 + ([400.0, 400.0] if accelerate == "true" else [1000.0, 400.0]))
        ledger.metric("Harbour", "loan_default", 1)
        ledger.metric("Bank", "lender_loss", 400)


def covenants():
    """A level loan of 12,000 at rate 0 over 24 months: 500 a month. 1,000 a month come in and costs are 400: cover of 600 x 12
    over 6,000, 1.2, in month 12; from month 13 on costs are 500: 1.0 in month 24, the least. Cash is 17,100 after month 1 and
    rises by 100 a month to 18,200, where it stays."""
    costs = 'costs = ( { name = "rent"; monthly = ( { monthly = 400.0; to = 12; }, { monthly = 500.0; from = 13; } ); } ); ' \
            'other_income = ( { name = "fees"; monthly = 1000.0; } );'
    loan = 'principal = 12000.0; rate = 0.0; term = 24; repayment = "annuity"; covenants = { %s };'
    for covenant, breach in (("min_dscr = 1.0; test = 1;", 0), ("min_dscr = 1.001; test = 1;", 1), ("min_dscr = 1.01; test = 12;", 1),
                             ("min_dscr = 1.19; test = 13;", 1), ("min_dscr = 1.19; test = 12;", 1), ("min_cash = 17100.0; test = 1;", 0),
                             ("min_cash = 17100.01; test = 1;", 1), ("min_cash = 17200.01; test = 3;", 0)):
        ledger = lent(f"covenant {covenant}", 24, loan % covenant, opening=5000, more=costs)
        ledger.metric("Harbour", "covenant_breach", breach)
        ledger.metric("Harbour", "dscr_min", 1.0, within=1e-12)


def around_the_loan():
    # Payroll of 3,000 and an instalment of 500 come before the month's 4,000: the low-water mark of month 1 is 2,500.
    more = 'workers = { planned = 1; cost = 3000.0; caseload = 10; }; other_income = ( { name = "fees"; monthly = 4000.0; } );'
    loan = 'principal = %.1f; rate = 0.0; term = 12; repayment = "annuity";'
    ledger = lent("low water", 12, loan % 6000, opening=0, more=more)
    ledger.metric("Harbour", "lowest_cash", 0)
    ledger.metric("Harbour", "lowest_cash_month", 0)
    ledger = lent("low water below the opening", 12, loan % 600, opening=0, more=more)
    ledger.metric("Harbour", "lowest_cash", 600 - 3000 - 50)
    ledger.metric("Harbour", "lowest_cash_month", 1)
    # What the loan cannot change: cash that would have had to be found without it.
    for principal in (600, 6000, 60000):
        ledger = lent(f"need without {principal}", 12, loan % principal, opening=0, more=more)
        ledger.metric("Harbour", "peak_funding_need", 3000)
    # A larger loan is no safer for being cash: free reserves are what they are without it, 1,600, less its interest.
    rest = 'reserves_policy = { amount = 1500.0; }; costs = ( { name = "rent"; monthly = 100.0; to = 10; } );'
    for principal, below in ((100, 0), (1600, 0), (1700, 1), (100000, 1)):
        ledger = lent(f"reserves beside {principal}", 12,
                      f'principal = {principal}.0; rate = 0.06; term = 12; repayment = "bullet";', opening=2600, more=rest)
        ledger.metric("Harbour", "below_reserves", below)
        ledger.metric("Harbour", "lowest_free_reserves", 1600 - principal * 0.06)


def several():
    """The council lends 1,200 and a bank 2,400 to one provider, both over 12 months at rate 0: 100 and 200 a month. Of
    3,600 drawn, 2,000 go for rent: 1,600 pay five months, and 100 of the sixth to the first in the list."""
    ledger = Ledger("two lenders", 12, NOBODY + """
    parties = ( { name = "Council"; kind = "commissioner"; },
      { name = "Harbour"; kind = "provider"; costs = ( { name = "rent"; monthly = 2000.0; to = 1; } ); } );
    loans = ( { name = "first"; lender = "Council"; borrower = "Harbour"; principal = 1200.0; rate = 0.0; term = 12; repayment = "annuity"; },
      { name = "second"; lender = "Bank"; borrower = "Harbour"; principal = 2400.0; rate = 0.0; term = 12; repayment = "annuity"; } );""")
    ledger.series("Harbour", "cash", [1300.0, 1000.0, 700.0, 400.0, 100.0] + [0.0] * 7)
    ledger.metric("Harbour", "loan_default", 1)
    ledger.metric("Harbour", "loan_default", 1, of="first")
    ledger.metric("Council", "lender_loss", 600)
    ledger.metric("Bank", "lender_loss", 1400)
    ledger.metric("Council", "total_cost", 600)


def needed():
    """A provider pays 1,000 a month after the month's receipts of 400, and borrows as needed at 0 %: 600 a month from month 1;
    from month 4 on the holiday is over and each draw is paid back over what is left. An spv that borrows counts the loan's
    instalment among its payments when it draws its bond."""
    ledger = lent("as needed", 9, """principal = 5000.0; drawdown = "as_needed"; rate = 0.0; term = 9; repayment = "bullet"; """,
                  opening=0, more='costs = ( { name = "rent"; monthly = 1000.0; to = 4; } ); '
                                  'other_income = ( { name = "fees"; monthly = 400.0; } );')
    ledger.series("Harbour", "cash", [0.0] * 4 + [400.0, 800.0, 1200.0, 1600.0, 0.0])
    ledger.series("Harbour", "loan_balance", [600.0, 1200.0, 1800.0, 2400.0, 2400.0, 2400.0, 2400.0, 2400.0, 400.0])
    ledger = Ledger("spv", 4, NOBODY + """
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "SPV"; kind = "spv"; },
                { name = "Harbour"; kind = "provider"; } );
    contracts = ( { name = "Outcomes"; payer = "Council"; payee = "SPV"; terms = ( { pay = "block"; amount = 5000.0; from = 4; to = 4; } ); },
      { name = "Service"; payer = "SPV"; payee = "Harbour"; terms = ( { pay = "block"; amount = 1000.0; } ); } );
    bonds = ( { spv = "SPV"; drawdown = "as_needed"; tranches = ( { name = "notes"; investor = "Fund"; principal = 9000.0; residual = 1.0; } ); } );
    loans = ( { name = "bridge"; lender = "Bank"; borrower = "SPV"; principal = 1200.0; rate = 0.0; term = 4; repayment = "annuity"; } );""")
    # Month 1: 1,300 to pay and 1,200 lent: 100 drawn; months 2 and 3: 1,300 each; month 4: the receipt covers it.
    ledger.metric("Fund", "drawn", 2700)
    ledger.metric("SPV", "late_repayment", 0)


work((forms, holidays, fees_and_grants, days, revenue_share, revolving, revolving_by_quarters, arrears, acceleration, covenants, around_the_loan,
      several, needed))
