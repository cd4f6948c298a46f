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


CASES = [caseload, caseload_window, clawback_window, windows_apart]

work(CASES)
