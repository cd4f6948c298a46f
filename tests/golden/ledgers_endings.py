#!/usr/bin/env python3
"""Ledgers of contracts that end before their dates, worked by hand: ledgers_endings.py SIBYL

As ledgers.py. The expected case never ends early, so it is the one path that is run which the working is of ("mean");
where the expected case is compared too, it is what would have been."""
from ledger import Ledger, work

PATH, EXPECTED = ("mean",), ("expected",)
TEN = """
    groups = ( { name = "people"; process = "fixed"; referrals = ( { monthly = 10.0; from = 1; to = 6; } ); %s } );
    outcomes = ( { name = "early"; after = "start"; delay = 2; probability = 1.0; },
                 { name = "late"; after = "start"; delay = 5; probability = 1.0; },
                 { name = "never"; after = "start"; delay = 1; probability = 0.0; } );
    parties = ( { name = "Council"; kind = "commissioner"; },
      { name = "Harbour"; kind = "provider"; serves = 1.0; overdraft = { limit = 1000.0; rate = 0.0; }; %s } );
    contracts = ( { name = "Contract"; payer = "Council"; payee = "Harbour"; %s } );"""
SERVICE = 'costs = ( { name = "care"; per_client_month = 1.0; } );'
RESULTS = 'terms = ( { pay = "outcome"; outcome = "early"; price = 100.0; }, { pay = "outcome"; outcome = "late"; price = 1000.0; } );'


def achieved():
    """Closure is certain and decided in month 1: the 10 referred in month 1 are the last; with 3 months of notice service
    goes on to month 4. The 10 early results of month 3 are paid, 1,000; the late ones of month 6 are not. The 10 are in
    service at the ends of months 1 to 4, at 1 a month each. Nothing of it happens in the expected case, whose 60 people
    achieve everything: 10 a month from month 3 and from month 6."""
    text = TEN % ("in_service = 6;", SERVICE, "closure = 1.0; termination = { notice = 3; };" + RESULTS)
    ledger = Ledger("closure, achieved", 11, text)
    ledger.series("Harbour", "cash", [-10.0, -20.0, 970.0] + 8 * [960.0], PATH)
    ledger.metric("Harbour", "starts", 10, statistic="mean")
    ledger.metric("Council", "ends_early", 1, of="Contract", statistic="mean")
    ledger.metric("Council", "ends_early", 1, of="Contract/closure", statistic="mean")
    ledger.metric("Council", "end_month", 4, of="Contract", statistic="mean")
    ledger.metric("Council", "payments", 60 * 1100)
    ledger.metric("Harbour", "starts", 60)


def pipeline():
    """The same with the pipeline paid: the 10 stay in service for all of their 6 months and their late results of month 6
    are paid too, 10,000; with a last claim in month 5 they are not."""
    text = TEN % ("in_service = 6;", SERVICE,
                  'closure = 1.0; termination = { notice = 3; pays = "pipeline"; };%s' + RESULTS)
    ledger = Ledger("closure, pipeline", 11, text % "")
    ledger.series("Harbour", "cash", [-10.0, -20.0, 970.0, 960.0, 950.0] + 6 * [10940.0], PATH)
    ledger = Ledger("closure, pipeline, long stop", 11, text % "last_claim = 5;")
    ledger.metric("Council", "payments", 1000, statistic="mean")


def waiting():
    """People wait two months: those referred in month 1 would start in month 3. With a month of notice service ends in
    month 2 and they never do; with two they start in its last month."""
    for notice, starts in ((1, 0), (2, 10)):
        text = TEN % ("wait = [0.0, 0.0, 1.0];", "", f"closure = 1.0; termination = {{ notice = {notice}; }};" +
                      'terms = ( { pay = "activity"; price = 7.0; } );')
        ledger = Ledger(f"waiting, notice of {notice}", 9, text)
        ledger.metric("Harbour", "starts", starts, statistic="mean")
        ledger.metric("Council", "payments", 7 * starts, statistic="mean")


def cut_short():
    """900 every three months, ended after month 2: two thirds are earned, in month 2, or in advance in month 1, when the end
    is known. Ended by a review in month 2, what was paid in advance stays paid; in arrears it is two thirds again."""
    closure = "closure = 1.0; termination = { notice = 1; };"
    review = 'review = ( { month = 2; count = "never"; per = "start"; below = 0.5; } );'
    for name, how, advance, cash in (("closure", closure, "false", [0.0, 600.0]), ("closure", closure, "true", [600.0, 600.0]),
                                     ("review", review, "false", [0.0, 600.0]), ("review", review, "true", [900.0, 900.0])):
        text = TEN % ("", "", how + f'terms = ( {{ pay = "block"; amount = 900.0; every = 3; in_advance = {advance}; }} );')
        ledger = Ledger(f"block cut short by {name}, in advance {advance}", 6, text)
        ledger.series("Harbour", "cash", cash + 4 * [cash[1]], PATH)


def renewal():
    """1,000 a month and 10 a start; every three months it goes on with probability 0: month 3 is the last, and the 10 of
    month 4 are not referred. No notice applies."""
    text = TEN % ("", "", """renewal = { every = 3; probability = 0.0; };
      terms = ( { pay = "block"; amount = 1000.0; }, { pay = "activity"; price = 10.0; } );""")
    ledger = Ledger("renewal refused", 6, text)
    ledger.series("Harbour", "cash", [1100.0, 2200.0, 3300.0, 3300.0, 3300.0, 3300.0], PATH)
    ledger.series("Harbour", "cash", [1100.0 * t for t in range(1, 7)], EXPECTED)
    ledger.metric("Council", "ends_early", 1, of="Contract/renewal refused", statistic="mean")
    ledger.metric("Harbour", "starts", 30, statistic="mean")


def review():
    """A tie goes on; what falls short by the least ends; nothing of nothing is 0 and ends."""
    block = 'terms = ( { pay = "block"; amount = 100.0; } );'
    early = 'review = ( { month = 4; count = "early"; per = "start"; below = %s; } );' + block
    # By the end of month 4: 40 starts, of whom the 20 of months 1 and 2 have their early result: 0.5.
    for below, months in (("0.5", 6), ("0.5000001", 4)):
        ledger = Ledger(f"review below {below}", 6, TEN % ("", "", early % below))
        ledger.metric("Council", "payments", 100 * months, statistic="mean")
    nothing = 'review = ( { month = 4; count = "late"; per = "early"; below = 0.1; } );' + block
    ledger = Ledger("review of nothing", 6, TEN % ("wait = [0.0, 0.0, 0.0, 0.0, 1.0];", "", nothing))
    ledger.metric("Council", "payments", 400, statistic="mean")


def cohorts():
    """Everybody is measured, nobody has an event and everybody compared has one: 100 for each of a cohort. The contract ends
    after month 3. Cohort 1 was complete in month 2 with 20 people, and is known and paid in month 4. The window of cohort 2,
    months 3 and 4, was not: it is not measured, and the first alone would be judged together in month 4. With the pipeline it
    is measured in month 6 with the 10 who had started in month 3."""
    text = TEN % ("", "", """
      review = ( { month = 3; count = "never"; per = "start"; below = 0.5; } ); %s
      terms = ( { pay = "cohort"; measure = "rate"; events = 1.0; effect = 1.0; comparison = 2; follow_up = 1; reporting = 1;
        cohorts = ( { from = 1; to = 2; size = 50; }, { from = 3; to = 4; size = 50; } );
        threshold = 0.5; pooled = 0.2; price = 100.0; } );""")
    ledger = Ledger("cohort cancelled", 7, text % "")
    ledger.series("Harbour", "cash", [0.0, 0.0, 0.0, 2000.0, 2000.0, 2000.0, 2000.0], PATH)
    ledger.metric("Council", "triggered", 1, of="Contract/0/1", statistic="mean")
    ledger.metric("Council", "triggered", 0, of="Contract/0/2", statistic="mean")
    ledger = Ledger("cohort in the pipeline", 7, text % 'termination = { pays = "pipeline"; };')
    ledger.series("Harbour", "cash", [0.0, 0.0, 0.0, 2000.0, 2000.0, 3000.0, 3000.0], PATH)
    ledger.metric("Council", "triggered", 1, of="Contract/0/2", statistic="mean")
    text = text.replace("effect = 1.0", "effect = 0.0").replace("threshold = 0.5; pooled = 0.2", "threshold = 0.5; pooled = 0.0")
    # Nobody is helped: no cohort is paid by itself, and judged together at 0 they are, for 0 events avoided.
    ledger = Ledger("cohorts judged together early", 7, text % "")
    ledger.metric("Council", "triggered", 0, of="Contract/0/1", statistic="mean")
    ledger.metric("Council", "triggered", 1, of="Contract/0/pooled", statistic="mean")


def conditions():
    """100 a month to month 4, of which a tenth is held back until month 10: 90, 90, 90; in month 4 nothing more is held, and
    the 30 held fall due. Paid a month later the last 100 come in month 5, after the 30. Five starts are guaranteed every two
    months at 10 each: the 10 of month 1 are enough; months 3 and 4 have none, 50, unless service ends in month 3, in the
    middle of them. A floor is not made up."""
    block = 'terms = ( { pay = "block"; amount = 100.0; } );'
    closure = "closure = 1.0; termination = { notice = %d; };"
    text = TEN % ("", "", closure % 3 + " retention = { share = 0.1; until = 10; }; %s" + block)
    ledger = Ledger("retention", 12, text % "")
    ledger.series("Harbour", "cash", [90.0, 180.0, 270.0] + 9 * [400.0], PATH)
    ledger = Ledger("retention, paid later", 12, "truncate = true;" + text % "lag = 1;")
    ledger.series("Harbour", "cash", [0.0, 90.0, 180.0, 300.0] + 8 * [400.0], PATH)
    for notice, paid in ((2, 0), (3, 50)):
        ledger = Ledger(f"minimum volume, notice of {notice}", 9, TEN % ("", "", closure % notice + """
          minimum_volume = { starts = 5; every = 2; price = 10.0; }; terms = ( { pay = "activity"; price = 0.0; } );"""))
        ledger.metric("Council", "payments", paid, statistic="mean")
    ledger = Ledger("floor", 9, TEN % ("", "", closure % 2 + "floor = 900.0;" + block))
    ledger.metric("Council", "payments", 300, statistic="mean")
    ledger.metric("Council", "payments", 900)


def minimum_performance():
    """Judged when the first contract year has been booked, month 12, on nobody who ever achieves anything: without notice that
    is the last month of service. 900 every five months: two periods are whole; of the third two fifths have been served, which
    are earned in month 13. With four months of notice the third is whole too, and of the fourth there is one month."""
    text = TEN % ("", "", """minimum_performance = { outcome = "never"; at_least = 0.5; then = "terminate"; }; %s
      terms = ( { pay = "block"; amount = 900.0; every = 5; }, { pay = "outcome"; outcome = "never"; price = 1.0; } );""")
    ledger = Ledger("minimum performance", 18, text % "")
    ledger.series("Harbour", "cash", 4 * [0.0] + 5 * [900.0] + 3 * [1800.0] + 6 * [2160.0], PATH)
    ledger.metric("Council", "ends_early", 1, of="Contract/minimum performance", statistic="mean")
    ledger.metric("Council", "end_month", 12, of="Contract", statistic="mean")
    ledger = Ledger("minimum performance, with notice", 18, text % "termination = { notice = 4; };")
    ledger.series("Harbour", "cash", 4 * [0.0] + 5 * [900.0] + 5 * [1800.0] + [2700.0] + 3 * [2880.0], PATH)


def other_terms():
    """Ended after month 4, with 40 starts and 20 early results. A pool of 300 a quarter with 10 of the rest of the field:
    half of it in month 3; of the month that is left of the second quarter 100 x 10 / (10 + 10/3), 75. A block of 100 a month
    for 60 starts a year, give or take a tenth: 20 in four months, and 40 came: 400 / 20 x (40 - 22) = 360 more. Above
    deadweight of 0.2: 8 x 100 for month 3, claimed in it; the same for month 4, claimed in month 6 when its quarter ends."""
    ended = 'review = ( { month = 4; count = "never"; per = "start"; below = 0.5; } ); terms = ( { pay = %s } );'
    ledger = Ledger("pool", 9, TEN % ("", "", ended % '"pool"; pot = 300.0; outcome = "early"; every = 3; others = 10;'))
    ledger.series("Harbour", "cash", [0.0, 0.0, 150.0] + 6 * [225.0], PATH)
    ledger = Ledger("volume", 9, TEN % ("", "", ended % '"block"; amount = 100.0; volume = { expected = 60; band = 0.1; };'))
    ledger.series("Harbour", "cash", [100.0, 200.0, 300.0] + 6 * [760.0], PATH)
    text = (TEN % ("", "", ended % '"outcome"; outcome = "early"; price = 100.0; above = "deadweight"; claim = { every = 3; };'))
    text = text.replace("delay = 2; probability = 1.0;", "delay = 2; probability = 1.0; deadweight = 0.2;")
    ledger = Ledger("above deadweight", 9, text)
    ledger.series("Harbour", "cash", [0.0, 0.0, 800.0, 800.0, 800.0] + 4 * [1600.0], PATH)


def band():
    """1,000 if three in ten of those who start in months 1 to 3 have their early result in them, known in month 5. Ended after
    month 3 the window is complete: 10 of 30, paid. Ended after month 2 it is not: nothing, or with the pipeline 10 of 20."""
    for month, pays, paid in ((3, "achieved", 1000), (2, "achieved", 0), (2, "pipeline", 1000)):
        ledger = Ledger(f"band ended after {month}, {pays}", 9, TEN % ("", "", f"""termination = {{ pays = "{pays}"; }};
          review = ( {{ month = {month}; count = "never"; per = "start"; below = 0.5; }} );
          terms = ( {{ pay = "band"; count = "early"; per = "start"; from = 1; to = 3; reporting = 2;
            steps = ( {{ at_least = 0.3; pays = 1000.0; }} ); }} );"""))
        ledger.series("Harbour", "cash", 4 * [0.0] + 5 * [float(paid)], PATH)


def advance():
    """500 on account in month 1, half of each later 100 kept for it: 600, 50, 50. The contract ends after month 3, and the 400
    not yet recovered are a debt then: 300 of three months are left."""
    ledger = Ledger("advance", 9, TEN % ("", "", """closure = 1.0; termination = { notice = 2; };
      terms = ( { pay = "advance"; month = 1; amount = 500.0; recover = 0.5; }, { pay = "block"; amount = 100.0; } );"""))
    ledger.series("Harbour", "cash", [600.0, 650.0] + 7 * [300.0], PATH)


BOND = """
    groups = ( { name = "people"; process = "fixed"; referrals = ( { monthly = 10.0; from = 1; to = 6; } ); } );
    outcomes = ( { name = "early"; after = "start"; delay = 2; probability = 1.0; } );
    parties = ( { name = "Council"; kind = "commissioner"; },
      { name = "SPV"; kind = "spv"; minimum_cash = 1000.0; costs = ( { name = "management"; monthly = 500.0; } ); },
      { name = "Harbour"; kind = "provider"; serves = 1.0; } );
    contracts = ( { name = "Outcomes"; payer = "Council"; payee = "SPV"; closure = 1.0; lag = 2; %s
        terms = ( { pay = "outcome"; outcome = "early"; price = 1000.0; } ); },
      { name = "Service"; payer = "SPV"; payee = "Harbour"; %s terms = ( { pay = "block"; amount = 2000.0; } ); } );
    bonds = ( { spv = "SPV"; drawdown = %s; distribute_every = 12;
      tranches = ( { name = "notes"; investor = "Fund"; principal = 100000.0; residual = 1.0; } ); } );"""
CAPITAL = 'termination = { notice = 2; pays = "capital"; share = 0.8; };'


def capital():
    """100,000 are drawn in month 1, and the contract ends after month 3. The 10 results of month 3 are due in month 5, 10,000:
    80 % of the capital less these, 70,000, is due at once. Service ends in month 3 too: 6,000. In month 5 the last payment
    comes, the bond is wound up and its management of 500 a month ends: 100,000 - 6,000 - 2,500 + 80,000 come back, and
    nothing is kept as minimum cash."""
    ledger = Ledger("capital", 14, BOND % (CAPITAL, "", '"upfront"'))
    ledger.series("SPV", "cash", [97500.0, 95000.0, 162500.0, 162000.0] + 10 * [0.0], PATH)
    ledger.metric("Fund", "returned", 171500, statistic="mean")
    ledger.metric("Council", "payments", 80000, statistic="mean")
    ledger.metric("Council", "accrued", 80000, statistic="mean")
    ledger.metric("SPV", "stopped_early", 1, statistic="mean")
    ledger.metric("Council", "payments", 60000)


def own_notice():
    """The subcontract has six months of notice of its own: it ends in month 7, not in month 3, and the spv is there to pay
    14,000 until then; the bond is wound up in month 7, after seven months of management."""
    ledger = Ledger("own notice", 14, BOND % (CAPITAL, "termination = { notice = 6; };", '"upfront"'))
    ledger.metric("Fund", "returned", 100000 - 14000 - 3500 + 80000, statistic="mean")
    ledger.metric("SPV", "ends_early", 1, of="Service/contract above ended", statistic="mean")
    ledger.metric("SPV", "end_month", 7, of="Service", statistic="mean")


def late():
    """Closure is decided in month 1; service ends with month 3, in which the 10 early results are accepted: 1,000, paid two months
    late although the contract has ended."""
    text = TEN % ("", "", "closure = 1.0; termination = { notice = 2; }; late = { probability = 1.0; months = 2; };" + RESULTS)
    ledger = Ledger("late after the end", 11, text.replace('"late"', '"later"'))
    ledger.series("Harbour", "cash", 4 * [0.0] + 7 * [1000.0], PATH)


def draws():
    """As needed: 3,500 are drawn in month 1 (costs, service and minimum cash), 2,500 in month 2 and in month 3, before which
    the end was decided, only what leaves nothing: 2,500 less the 1,000 in hand. The 10,000 of results are due in month 5; in
    month 4 there are costs of 500 to be drawn for. Of the 8,000 drawn before month 4, 80 % are 6,400; less the 10,000 earned
    and unpaid that is nothing. In month 5, 10,000 - 500 come back."""
    text = BOND % (CAPITAL, "", '"as_needed"')
    ledger = Ledger("draws", 14, text)
    ledger.metric("Fund", "drawn", 3500 + 1500 + 2500 + 500, statistic="mean")
    ledger.metric("Fund", "returned", 9500, statistic="mean")
    scheduled = text.replace('"as_needed"', "( { month = 1; amount = 30000.0; }, { month = 2; amount = 30000.0; } )")
    ledger = Ledger("scheduled draws", 14, scheduled)
    ledger.metric("Fund", "drawn", 30000, statistic="mean")


def investors_stop():
    """Rikers Island's shape: 600,000 a quarter in advance, 9.6m in four years; nobody is helped, and after three years the
    investors stop. 7.2m are drawn, of which the guarantor makes good 5/6, 6.0m: 1.2m are lost. Run to the end, 9.6m are drawn
    and 7.2m of guarantee leave a loss of 2.4m."""
    text = """ truncate = true;
    groups = ( { name = "people"; process = "fixed"; referrals = ( { monthly = 10.0; from = 1; to = 48; } ); } );
    outcomes = ( { name = "stayed out"; after = "start"; delay = 2; probability = 0.0; } );
    parties = ( { name = "City"; kind = "commissioner"; }, { name = "MDRC"; kind = "spv"; },
      { name = "Osborne"; kind = "provider"; serves = 1.0; } );
    contracts = ( { name = "Outcomes"; payer = "City"; payee = "MDRC"; terms = ( { pay = "outcome"; outcome = "stayed out"; price = 1000.0; } ); },
      { name = "Service"; payer = "MDRC"; payee = "Osborne"; terms = ( { pay = "block"; amount = 600000.0; every = 3; in_advance = true; } ); } );
    bonds = ( { spv = "MDRC"; drawdown = "as_needed";
      tranches = ( { name = "loan"; investor = "Goldman"; principal = 9600000.0; } );
      guarantee = { guarantor = "Bloomberg"; tranche = "loan"; cover = 0.8333333333333334; limit = 7200000.0; };
      review = ( { month = 36; count = "stayed out"; per = "start"; below = 0.1; } ); } );"""
    ledger = Ledger("investors stop", 48, text)
    ledger.metric("Goldman", "drawn", 7200000, statistic="mean")
    ledger.metric("Goldman", "profit", -1200000, statistic="mean")
    ledger.metric("City", "ends_early", 1, of="Outcomes/stopped by investors", statistic="mean")
    ledger.metric("Goldman", "profit", -9600000 + 7200000)


TWO = """
    groups = ( { name = "people"; process = "fixed"; referrals = ( { monthly = 10.0; from = 1; to = 6; } ); } );
    outcomes = ( { name = "early"; after = "start"; delay = 2; probability = 1.0; } );
    parties = ( { name = "North"; kind = "commissioner"; }, { name = "South"; kind = "commissioner"; },
      { name = "Prime"; kind = "prime"; opening_cash = 5000.0; }, { name = "Harbour"; kind = "provider"; serves = 1.0; } );
    contracts = ( { name = "Northern"; payer = "North"; payee = "Prime"; %s terms = ( { pay = "outcome"; outcome = "early"; price = 100.0; lag = 1; } ); },
      %s
      { name = "Subcontract"; payer = "Prime"; payee = "Harbour"; %s terms = ( %s ); } );"""
SOUTHERN = '{ name = "Southern"; payer = "South"; payee = "Prime"; terms = ( { pay = "outcome"; outcome = "early"; price = 10.0; } ); },'


def another_chain():
    """North closes in month 1 and pays nothing after month 2; South goes on, so the provider is referred 10 a month until
    month 6 and its subcontract lives: 50 a start. North's results of month 3 on are not paid, South's are."""
    text = TWO % ("closure = 1.0; termination = { notice = 1; };", SOUTHERN, "", '{ pay = "activity"; price = 50.0; }')
    ledger = Ledger("another chain", 9, text)
    ledger.metric("Harbour", "starts", 60, statistic="mean")
    ledger.metric("North", "payments", 0, statistic="mean")
    ledger.metric("South", "payments", 600, statistic="mean")
    ledger.metric("Prime", "ends_early", 0, of="Subcontract", statistic="mean")


def subcontract_alone():
    """Alone it ends: its renewal is refused after month 3. The chain is broken: nobody is referred from month 4 on; the prime
    goes on to be paid for the 30 who have started, 3,000, and passes on 90 % of what was earned by month 3: the 10 results of
    month 3. When it ends with the contract above after month 3, what that earned by then is passed on when it comes, in month
    4, though the subcontract has ended."""
    passes = '{ pay = "pass_through"; of = "Northern"; keep = 0.1; }'
    ledger = Ledger("subcontract alone", 9, TWO % ("", "", "renewal = { every = 3; probability = 0.0; };", passes))
    ledger.metric("Harbour", "starts", 30, statistic="mean")
    ledger.metric("North", "payments", 3000, statistic="mean")
    ledger.series("Harbour", "cash", [0.0, 0.0, 0.0] + 6 * [900.0], PATH)
    ledger = Ledger("subcontract with it", 9, TWO % ("renewal = { every = 3; probability = 0.0; };", "", "", passes))
    ledger.metric("North", "payments", 1000, statistic="mean")
    ledger.series("Harbour", "cash", [0.0, 0.0, 0.0] + 6 * [900.0], PATH)
    shares = '{ pay = "share"; of = "Northern"; fraction = 0.5; }'
    ledger = Ledger("a share with it", 9, TWO % ("renewal = { every = 3; probability = 0.0; };", "", "", shares))
    ledger.series("Harbour", "cash", [0.0, 0.0, 0.0] + 6 * [500.0], PATH)
    ledger = Ledger("a share alone", 9, TWO % ("", "", "renewal = { every = 4; probability = 0.0; };", shares))
    ledger.series("Harbour", "cash", [0.0, 0.0, 0.0] + 6 * [500.0], PATH)


work((achieved, pipeline, waiting, cut_short, renewal, review, cohorts, conditions, minimum_performance,
      other_terms, band, advance, capital, own_notice, late, draws, investors_stop,
      another_chain, subcontract_alone))
