#!/usr/bin/env python3
"""Failures worked by hand: a provider, a prime with two subcontractors, an spv, and who is insolvent from the start:
ledgers_failure.py SIBYL

Nothing is uncertain, so the plan, the expected case and the one path agree.
"""
from ledger import NOBODY, Ledger, work

BOTH = ("expected", "mean")


def provider(secured=False, rest=""):
    return Ledger("provider fails", 6, NOBODY + """ truncate = true;
    parties = ( { name = "Council"; kind = "commissioner"; },
      { name = "Harbour"; kind = "provider"; opening_cash = 1500.0; opening_funds = ( { fund = "Lottery"; amount = 500.0; } );
        overdraft = { limit = 200.0; rate = 0.0; }; closure_cost = 300.0; collect = 0.5; %s
        costs = ( { name = "rent"; monthly = 1000.0; } ); } );
    contracts = ( { name = "Contract"; payer = "Council"; payee = "Harbour"; lag = 2; terms = ( { pay = "block"; amount = 400.0; } ); } );
    loans = ( { name = "loan"; lender = "Bank"; borrower = "Harbour"; principal = 600.0; rate = 0.0; term = 6; repayment = "bullet";
                secured = %s; } );""" % (rest, "true" if secured else "false"))


def a_provider():
    """It opens with 1,500 and is lent 600; rent is 1,000 a month and 400 come two months late: 1,100, 100, then -500, past its
    overdraft of 200. It stops. The Lottery's 500 go back; the bank takes over the 500 overdrawn. Of the two payments still due,
    half is collected: 200 in month 4, all for the 300 that closing costs, and 200 in month 5: 100 for closing, and 100 for the
    loan of 600 and the overdraft of 500: 54.55 and 45.45. A secured loan gets all of the 100. Had it not been able to fail,
    without the loan it would have stood at 500, -500, -1,100, ... -2,900 in month 6. It keeps owing what it cannot pay: 1,400 in all,
    less the 400 that are collected."""
    for secured, lost in ((False, 545.45), (True, 500.0)):
        ledger = provider(secured)
        ledger.series("Harbour", "cash", [1600.0, 600.0, 0.0, 0.0, 0.0, 0.0], BOTH)
        ledger.series("Harbour", "receipts", [0.0, 0.0, 400.0, 200.0, 200.0, 0.0], BOTH)
        ledger.series("Harbour", "costs", [1000.0, 1000.0, 1000.0, 200.0, 100.0, 0.0], BOTH)
        ledger.series("Harbour", "insolvent", [0.0, 0.0, 1.0, 1.0, 1.0, 1.0], ("mean",))
        ledger.series("Harbour", "loan_balance", [600.0] * 4 + [lost] * 2, BOTH)
        ledger.series("Harbour", "free_reserves", [900.0, 300.0, -300.0, -1000.0, -1000.0, -1000.0], BOTH)
        ledger.metric("Bank", "lender_loss", lost)
        ledger.metric("Bank", "loss_given_default", lost / 600, within=1e-12)
        ledger.metric("Harbour", "loan_default", 1)
        ledger.metric("Harbour", "peak_funding_need", 2900)
        ledger.metric("Council", "payments", 800)


def a_prime():
    """A's 10 starts a month earn the prime 100 each, a month later; 90 % is passed on to A when it comes, and B has 300 a month. The
    prime opens with 900 and pays 500 for its office first. Month 1: 400 left, 300 to B. From month 2 on 1,000 come, 500 are
    left, and 1,200 fall due: month 2, with 100 in hand, pays 450 and 150; month 3 the oldest first: 375 and 125; month 4 the
    last 75 and 25 of month 2, then 300 and 100 of month 3; month 5 375 and 125 of month 3, of which 225 and 75 are left, two
    months old: it fails. Month 6: the last 1,000 come in, 100 for closing, and 900 for 2,925 owed to A and 675 to B: a quarter,
    731.25 and 168.75. Nobody is referred to A after month 5."""
    ledger = Ledger("prime fails", 8, """
    groups = ( { name = "people"; referrals = ( { monthly = 10.0; from = 1; to = 8; } ); process = "fixed"; } ); outcomes = ();
    parties = ( { name = "Council"; kind = "commissioner"; },
      { name = "Prime"; kind = "prime"; opening_cash = 900.0; closure_cost = 100.0; costs = ( { name = "office"; monthly = 500.0; } ); },
      { name = "A"; kind = "provider"; serves = 1.0; }, { name = "B"; kind = "provider"; } ); truncate = true;
    contracts = ( { name = "Main"; payer = "Council"; payee = "Prime"; lag = 1; terms = ( { pay = "activity"; price = 100.0; } ); },
      { name = "To A"; payer = "Prime"; payee = "A"; terms = ( { pay = "pass_through"; of = "Main"; keep = 0.1; } ); },
      { name = "To B"; payer = "Prime"; payee = "B"; terms = ( { pay = "block"; amount = 300.0; } ); } );""")
    ledger.series("Prime", "cash", [100.0] + [0.0] * 7, BOTH)
    ledger.series("A", "receipts", [0.0, 450.0, 375.0, 375.0, 375.0, 731.25, 0.0, 0.0], BOTH)
    ledger.series("B", "receipts", [300.0, 150.0, 125.0, 125.0, 125.0, 168.75, 0.0, 0.0], BOTH)
    ledger.series("Prime", "insolvent", [0.0] * 4 + [1.0] * 4, ("mean",))
    ledger.metric("A", "starts", 50)
    ledger.metric("A", "insolvent", 0)
    ledger.metric("A", "surplus", 450 + 3 * 375 + 731.25)
    ledger.metric("A", "lowest_free_reserves", 0)
    ledger.metric("Council", "payments", 5000)


def dragged_along():
    """A prime with 300 has 125 a month and owes B 300: it pays 300, 250, 125 and so on, the oldest first, and fails when what is
    left of month 4 is two months old, in month 6. B spends 300 a month and has 400 put by: 400, 350, 175, 0 and -175 in
    month 5: the prime's late payments bring it down before the prime itself fails."""
    ledger = Ledger("subcontractor follows", 8, NOBODY + """ truncate = true;
    parties = ( { name = "Council"; kind = "commissioner"; },
      { name = "Prime"; kind = "prime"; opening_cash = 300.0; },
      { name = "B"; kind = "provider"; opening_cash = 400.0; costs = ( { name = "staff"; monthly = 300.0; } ); } );
    contracts = ( { name = "Main"; payer = "Council"; payee = "Prime"; terms = ( { pay = "block"; amount = 125.0; } ); },
      { name = "To B"; payer = "Prime"; payee = "B"; terms = ( { pay = "block"; amount = 300.0; } ); } );""")
    ledger.series("Prime", "insolvent", [0.0] * 5 + [1.0] * 3, ("mean",))
    ledger.series("B", "insolvent", [0.0] * 4 + [1.0] * 4, ("mean",))


def an_spv():
    """1,000 of capital, 500 a month to the provider, and 300 a month that come three months late. Months 1 and 2 are paid; 300
    come from month 4 on, each to the oldest debt: at the close of month 6 100 of month 4's 500 are unpaid, two months old. The
    contracts end; what was earned by then still comes, 300 in months 7, 8 and 9, and goes to the provider: 900 of the 1,100
    that it is owed. Nothing is left for the fund."""
    ledger = Ledger("spv fails", 12, NOBODY + """ truncate = true;
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "SPV"; kind = "spv"; }, { name = "Harbour"; kind = "provider"; } );
    contracts = ( { name = "Outcomes"; payer = "Council"; payee = "SPV"; lag = 3; terms = ( { pay = "block"; amount = 300.0; } ); },
      { name = "Service"; payer = "SPV"; payee = "Harbour"; terms = ( { pay = "block"; amount = 500.0; } ); } );
    bonds = ( { spv = "SPV"; tranches = ( { name = "notes"; investor = "Fund"; principal = 1000.0; residual = 1.0; } ); } );""")
    ledger.series("Harbour", "cash", [500.0, 1000.0, 1000.0, 1300.0, 1600.0, 1900.0, 2200.0, 2500.0, 2800.0, 2800.0, 2800.0, 2800.0], BOTH)
    ledger.series("SPV", "insolvent", [0.0] * 5 + [1.0] * 7, ("mean",))
    ledger.metric("Fund", "returned", 0)
    ledger.metric("Council", "payments", 1800)


def from_the_beginning():
    """Overdrawn by 100 without an overdraft: it takes no part, and nobody pays it. Its clients have nowhere to go."""
    ledger = Ledger("insolvent in month 0", 4, """
    groups = ( { name = "people"; referrals = ( { monthly = 10.0; from = 1; to = 4; } ); process = "fixed"; } );
    outcomes = ( { name = "restored"; after = "start"; delay = 1; probability = 1.0; } );
    parties = ( { name = "Council"; kind = "commissioner"; },
      { name = "Harbour"; kind = "provider"; serves = 1.0; opening_cash = -100.0; costs = ( { name = "rent"; monthly = 10.0; } ); } );
    contracts = ( { name = "C"; payer = "Council"; payee = "Harbour"; terms = ( { pay = "activity"; price = 100.0; } ); } );""")
    ledger.metric("Harbour", "insolvent", 1)
    ledger.metric("Harbour", "starts", 0)
    ledger.metric("Council", "payments", 0)
    ledger.series("Harbour", "cash", [0.0] * 4, BOTH)


def lost_clients():
    """Ten start a month and each succeeds two months later, worth 100. Rent is 700 and 2,000 are there: 1,300, 600, then 1,000
    come for the first ten: 900, 1,200, ... with rent of 1,500 instead: 500, -1,000: it fails in month 2, and none of the twenty
    who have started succeeds."""
    text = """
    groups = ( { name = "people"; referrals = ( { monthly = 10.0; from = 1; to = 4; } ); process = "fixed"; } );
    outcomes = ( { name = "restored"; after = "start"; delay = 2; probability = 1.0; } );
    parties = ( { name = "Council"; kind = "commissioner"; },
      { name = "Harbour"; kind = "provider"; serves = 1.0; opening_cash = 2000.0; costs = ( { name = "rent"; monthly = %.1f; } ); } );
    contracts = ( { name = "C"; payer = "Council"; payee = "Harbour"; terms = ( { pay = "outcome"; outcome = "restored"; price = 100.0; } ); } );"""
    ledger = Ledger("clients kept", 6, text % 700)
    ledger.metric("Harbour", "restored", 40)
    ledger = Ledger("clients lost", 6, text % 1500)
    ledger.metric("Harbour", "starts", 20)
    ledger.metric("Harbour", "restored", 0)
    ledger.metric("Council", "payments", 0)


def lost_among_others():
    """Two providers share twenty referrals a month; a success ends service and may be clawed back after a relapse, so that people
    are told apart by when they started. A fails in month 2: its people are lost, and B's go on as if nothing had been: ten a
    month from A's share in month 3 on are B's too."""
    ledger = Ledger("clients of one lost", 8, """ truncate = true;
    groups = ( { name = "people"; referrals = ( { monthly = 20.0; from = 1; to = 4; } ); process = "fixed"; in_service = 4; } );
    outcomes = ( { name = "restored"; after = "start"; delay = 2; probability = 1.0; leaves = true; },
                 { name = "relapse"; after = "restored"; delay = 1; probability = 1.0; reverses = true; } );
    parties = ( { name = "Council"; kind = "commissioner"; },
      { name = "A"; kind = "provider"; serves = 1.0; opening_cash = 100.0; costs = ( { name = "rent"; monthly = 60.0; } ); },
      { name = "B"; kind = "provider"; serves = 1.0; opening_cash = 9000.0; costs = ( { name = "meals"; per_client_month = 1.0; } ); } );
    contracts = ( { name = "CA"; payer = "Council"; payee = "A"; terms = ( { pay = "outcome"; outcome = "restored"; price = 100.0;
                      clawback = 0.5; reversal = "relapse"; within = 6; } ); },
                  { name = "CB"; payer = "Council"; payee = "B"; terms = ( { pay = "outcome"; outcome = "restored"; price = 100.0;
                      clawback = 0.5; reversal = "relapse"; within = 6; } ); } );""")
    ledger.metric("A", "starts", 20)
    ledger.metric("A", "restored", 0)
    ledger.metric("A", "relapse", 0)
    ledger.metric("B", "starts", 60)
    ledger.metric("B", "restored", 60)
    ledger.metric("B", "relapse", 60)
    # In service at month ends: 10, 20, 30 - 10 ... : those who start in a month are there for two.
    ledger.series("B", "costs", [10.0, 20.0, 30.0, 40.0, 20.0, 0.0, 0.0, 0.0], ("expected",))


MOVING = """ truncate = true;
    groups = ( { name = "people"; referrals = ( { monthly = 20.0; from = 1; to = 4; } ); process = "fixed"; in_service = %s; %s } );
    outcomes = ( { name = "restored"; after = "start"; delay = %s; probability = 1.0; %s },
                 { name = "relapse"; after = "restored"; delay = 1; probability = 1.0; reverses = true; } );
    parties = ( { name = "Council"; kind = "commissioner"; },
      { name = "A"; kind = "provider"; serves = 1.0; opening_cash = 100.0; costs = ( { name = "rent"; monthly = 60.0; } ); %s },
      { name = "B"; kind = "provider"; serves = 1.0; opening_cash = 9000.0; costs = ( { name = "meals"; per_client_month = 1.0; } ); %s },
      { name = "C"; kind = "provider"; serves = 0.0; } );
    contracts = ( { name = "CA"; payer = "Council"; payee = "A"; terms = ( { pay = "outcome"; outcome = "restored"; price = 100.0; } ); },
                  { name = "CB"; payer = "Council"; payee = "B"; terms = ( { pay = "outcome"; outcome = "restored"; price = 100.0;
                      clawback = 0.5; reversal = "relapse"; within = 6; } ); } );"""


def moved_clients():
    """As before, and A's people move to B. Of those who started in month 1 and 2, all ten and ten succeed there, in months 3 and 4,
    relapse there, and are paid for and taken back there. In service at B: the ten of month 2 are there at the end of month 3."""
    ledger = Ledger("clients move", 8, MOVING % (4, "", 2, "leaves = true;", "clients_move = 1.0;", ""))
    ledger.metric("A", "restored", 0)
    ledger.metric("B", "starts", 60)
    ledger.metric("B", "restored", 80)
    ledger.metric("B", "relapse", 80)
    ledger.series("B", "costs", [10.0, 20.0, 40.0, 40.0, 20.0, 0.0, 0.0, 0.0], ("expected",))
    ledger.metric("B", "closing_cash", 9000 + 80 * 100 - 80 * 50 - 130)


def moved_after_a_gap():
    """Nobody leaves before six months are over, and all succeed three months after they start. A's people move with probability
    0.5, and are served from month 5 on: the successes of months 4 and 5 come in months 6 (two later) and 5. Until the end of
    month 6 five of those who started in month 1 are in service, of month 2 five more until the end of month 7."""
    ledger = Ledger("clients move after a gap", 10, MOVING % (6, "", 3, "", "clients_move = 0.5; gap = 2;", ""))
    ledger.series("B", "restored", [0.0, 0.0, 0.0, 10.0, 15.0, 25.0, 20.0, 0.0, 0.0, 0.0], ("expected",))
    ledger.series("B", "costs", [10.0, 20.0, 40.0, 60.0, 60.0 + 10.0, 60.0 + 10.0, 50.0 + 5.0, 40.0, 20.0, 0.0], ("expected",))
    ledger.metric("B", "restored", 70)


def moved_while_waiting():
    """People wait two months: A's ten of month 1 and ten of month 2 would have started in months 3 and 4. They start at B instead;
    with a gap of one month those of month 3 start in month 4."""
    for gap, starts in ((0, [0.0, 0.0, 20.0, 20.0, 20.0, 20.0, 0.0, 0.0]), (1, [0.0, 0.0, 10.0, 30.0, 20.0, 20.0, 0.0, 0.0])):
        move = f"clients_move = 1.0; gap = {gap};"
        ledger = Ledger("who waits moves", 8, MOVING % (2, "wait = [0.0, 0.0, 1.0];", 1, "", move, ""))
        ledger.series("B", "starts", starts, ("expected",))
        ledger.metric("B", "restored", 80)


def moved_where_there_is_room():
    """B is full in month 3, when A has failed, so all of A's twenty go to C, as do the twenty who are referred then. Where C has no
    room either, all are lost."""
    for room, restored in (("", 40), ("capacity = 0.0;", 0)):
        text = MOVING % (4, "", 2, "leaves = true;", "clients_move = 1.0;", "capacity = 15.0;")
        text = text.replace("serves = 0.0;", 'serves = 1e-9; %s' % room).replace(
            "( { name = \"CA\"", '( { name = "CC"; payer = "Council"; payee = "C"; terms = ( { pay = "outcome"; outcome = '
            '"restored"; price = 100.0; } ); }, { name = "CA"')
        ledger = Ledger("room elsewhere", 8, text)
        ledger.metric("C", "restored", restored, within=1e-6)
        ledger.metric("A", "restored", 0, within=1e-6)


def moved_from_a_prime():
    """The prime has 100 and an office that costs 60 a month: it fails in month 2. The people of A, below it, are lost; with the
    prime's clients_move they go to B, below the other prime, and are paid for there. To D, who has a contract with A's prime
    too, nobody goes."""
    text = """ truncate = true;
    groups = ( { name = "people"; referrals = ( { monthly = 20.0; from = 1; to = 4; } ); process = "fixed"; in_service = 4; } );
    outcomes = ( { name = "restored"; after = "start"; delay = 2; probability = 1.0; } );
    parties = ( { name = "Council"; kind = "commissioner"; },
      { name = "First"; kind = "prime"; opening_cash = 100.0; costs = ( { name = "office"; monthly = 60.0; } ); %s },
      { name = "Second"; kind = "prime"; },
      { name = "A"; kind = "provider"; serves = 1.0; }, { name = "B"; kind = "provider"; serves = 1.0; },
      { name = "D"; kind = "provider"; serves = 0.0; } );
    contracts = ( { name = "Main 1"; payer = "Council"; payee = "First"; terms = ( { pay = "outcome"; outcome = "restored"; price = 100.0; } ); },
      { name = "Main 2"; payer = "Council"; payee = "Second"; terms = ( { pay = "outcome"; outcome = "restored"; price = 100.0; } ); },
      { name = "To A"; payer = "First"; payee = "A"; terms = ( { pay = "pass_through"; of = "Main 1"; keep = 0.0; } ); },
      { name = "To D"; payer = "First"; payee = "D"; terms = ( { pay = "pass_through"; of = "Main 1"; keep = 0.0; } ); },
      { name = "To B"; payer = "Second"; payee = "B"; terms = ( { pay = "pass_through"; of = "Main 2"; keep = 0.1; } ); } );"""
    for move, restored in (("", 60), ("clients_move = 1.0;", 80)):
        ledger = Ledger("clients below a failed prime", 8, text % move)
        ledger.metric("A", "starts", 20)
        ledger.metric("A", "restored", 0)
        ledger.metric("B", "restored", restored)
        ledger.metric("D", "restored", 0)
        ledger.metric("B", "closing_cash", restored * 90)
        ledger.metric("Council", "payments", restored * 100)


def taken_back_from_whom_it_was_paid():
    """A's ten of month 1 succeed in month 2 and relapse two months later, when A has failed and they are B's. The prime was paid for
    them and gives half back; B was not, and gives nothing back for them. B's own ten of month 1 and of month 2, and A's of
    month 2 who succeed at B, are B's to give back. The prime pays for A's ten in month 5."""
    text = """ truncate = true;
    groups = ( { name = "people"; referrals = ( { monthly = 20.0; from = 1; to = 2; } ); process = "fixed"; in_service = 4; } );
    outcomes = ( { name = "restored"; after = "start"; delay = 1; probability = 1.0; },
                 { name = "relapse"; after = "restored"; delay = 2; probability = 1.0; reverses = true; } );
    parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Prime"; kind = "prime"; opening_cash = 5000.0; },
      { name = "A"; kind = "provider"; serves = 1.0; opening_cash = 1000.0; costs = ( { name = "rent"; monthly = 600.0; } ); clients_move = 1.0; gap = %d; },
      { name = "B"; kind = "provider"; serves = 1.0; opening_cash = 5000.0; } );
    contracts = ( { name = "Main"; payer = "Council"; payee = "Prime"; terms = ( { pay = "outcome"; outcome = "restored"; price = 100.0;
                      clawback = 0.5; reversal = "relapse"; within = 6; } ); },
      { name = "To A"; payer = "Prime"; payee = "A"; lag = 3; terms = ( { pay = "outcome"; outcome = "restored"; price = 60.0; } ); },
      { name = "To B"; payer = "Prime"; payee = "B"; terms = ( { pay = "outcome"; outcome = "restored"; price = 60.0;
                      clawback = 0.5; reversal = "relapse"; within = 6; } ); } );"""
    for gap in (0, 1, 3):
        ledger = Ledger(f"clawback after a move, gap {gap}", 9, text % gap)
        ledger.metric("A", "restored", 10)
        ledger.metric("B", "restored", 30)
        ledger.metric("B", "relapse", 40)
        ledger.metric("Prime", "closing_cash", 5000 + 40 * 50 - 10 * 60 - 30 * 30)
        ledger.metric("B", "closing_cash", 5000 + 30 * 60 - 30 * 30)


def one_of_two_payers():
    """Council pays 60 % and the prime 40 % of 1,000 a month. The prime has 400: it pays month 1, and of month 2 to 4 nothing, and
    stops when what it owes of month 2 is two months old. Harbour has earned 4,000, of which the prime's 1,200 are lost, whoever
    of the two is named first. The prime owed 1,600 in all."""
    payers = ['{ party = "Council"; share = 0.6; }', '{ party = "Prime"; share = 0.4; }']
    for order in (payers, payers[::-1]):
        ledger = Ledger("a payer of two fails", 8, NOBODY + """ truncate = true;
        parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Prime"; kind = "prime"; opening_cash = 400.0; },
          { name = "Harbour"; kind = "provider"; } );
        contracts = ( { name = "Contract"; payers = ( %s ); payee = "Harbour"; terms = ( { pay = "block"; amount = 1000.0; } ); } );"""
                        % ", ".join(order))
        ledger.series("Harbour", "cash", [1000.0, 1600.0, 2200.0] + [2800.0] * 5, BOTH)
        ledger.series("Harbour", "free_reserves", [1000.0, 2000.0, 3000.0, 4000.0] + [2800.0] * 4, BOTH)
        ledger.series("Prime", "insolvent", [0.0] * 3 + [1.0] * 5, ("mean",))
        ledger.series("Prime", "free_reserves", [0.0, -400.0, -800.0] + [-1200.0] * 5, BOTH)
        ledger.metric("Harbour", "surplus", 2800)
        ledger.metric("Prime", "surplus", -1600)
        ledger.metric("Council", "payments", 2400)


def forecast_for_a_share():
    """An spv pays half of 1,000 a month, the council the other half; the council pays the spv 80 % of 500 of outcomes two months
    later and a friend, who may not be able to, the rest. Its capital of 6,000 is drawn as needed: what it draws is what it must pay
    and has not, 500 a month, until 500 come in month 3, of
    which 400 are sure: it draws 500, 500 and 100, and has the 100 left over from then on."""
    for first in (True, False):
        half = ['{ party = "SPV"; share = 0.5; }', '{ party = "Council"; share = 0.5; }']
        income = ['{ party = "Council"; share = 0.8; }', '{ party = "Friend"; share = 0.2; }']
        ledger = Ledger("half of a contract", 8, NOBODY + """ truncate = true;
        parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Friend"; kind = "prime"; opening_cash = 9000.0; },
          { name = "SPV"; kind = "spv"; }, { name = "Harbour"; kind = "provider"; } );
        contracts = ( { name = "Income"; payers = ( %s ); payee = "SPV"; lag = 2; terms = ( { pay = "block"; amount = 500.0; } ); },
          { name = "Service"; payers = ( %s ); payee = "Harbour"; terms = ( { pay = "block"; amount = 1000.0; } ); } );
        bonds = ( { spv = "SPV"; drawdown = "as_needed"; distribute_every = 8; tranches = ( { name = "notes"; investor = "Fund"; principal = 6000.0; residual = 1.0; } ); } );"""
                        % (", ".join(income if first else income[::-1]), ", ".join(half if first else half[::-1])))
        ledger.series("SPV", "drawn", [500.0, 500.0, 100.0, 0.0, 0.0, 0.0, 0.0, 0.0], BOTH)
        ledger.series("SPV", "cash", [0.0, 0.0, 100.0, 100.0, 100.0, 100.0, 100.0, 0.0], BOTH)
        ledger.metric("Harbour", "closing_cash", 8000)


work((a_provider, a_prime, dragged_along, an_spv, from_the_beginning, lost_clients, lost_among_others,
      moved_clients, moved_after_a_gap, moved_while_waiting, moved_where_there_is_room, moved_from_a_prime,
      taken_back_from_whom_it_was_paid, one_of_two_payers, forecast_for_a_share))
