#!/usr/bin/env python3
"""The recovery schemes: the same clients in each, whatever is paid, and each way of paying by its own arithmetic."""
import decimal
import pathlib
import subprocess
import tempfile

from common import CONFIGS, PENNY, SIBYL, Scheme, finish, near, promise, run

FAMILY = ["block", "activity", "mixed", "distance", "pilot", "phase-in", "outcomes", "three-steps", "harm-reduction", "two-payers"]
PROVIDERS = ["Harbour", "Meridian Health", "Steps Forward"]
NOBODY_FAILS = {f'parties."{name}".opening_cash': 9000000.0 for name in ["Northgate", *PROVIDERS]}
CLIENTS = ["starts", "engaged", "wellbeing", "dependency_free", "no_return", "relapse"]
CONTRACT = "Recovery contract"
VERIFIED, KEEP, MONTHS = 0.95, 0.22, 48
GROUPS = {"opiate": (22.0, 0.78, [0.4, 0.4, 0.2]), "alcohol": (16.0, 0.85, [0.6, 0.3, 0.1])}  # monthly, engage, wait
ROUNDING = MONTHS * PENNY                                # an entitlement a month, each rounded to a penny


def same_clients():
    """Only the contracts differ: the same seed gives the same people the same outcomes, path by path."""
    block = Scheme("recovery-block", NOBODY_FAILS).columns
    counted = [head for head in block if head.split("/")[-1] in CLIENTS]
    promise("counts of clients are among the paths", len(counted) >= 4 * 3 * len(CLIENTS), len(counted))
    for scheme in FAMILY[1:]:
        other = Scheme(f"recovery-{scheme}", NOBODY_FAILS).columns
        differing = [head for head in counted if other.get(head) != block[head]]
        promise(f"recovery-{scheme}: the clients of every path are those of recovery-block", not differing, differing[:3])
    paid = "County Council/payments"
    promise("what is paid for them differs", Scheme("recovery-outcomes", NOBODY_FAILS).columns[paid] != block[paid])
    others = Scheme("recovery-block", NOBODY_FAILS, words=("--seed", "2")).columns
    promise("another seed has other clients", any(others[head] != block[head] for head in counted))


def same_plan():
    """Each is priced so that the bid's plan comes to 4.0m: the regimes differ in risk, not in price."""
    for scheme in FAMILY:
        plan = Scheme(f"recovery-{scheme}", NOBODY_FAILS).accrued("County Council", CONTRACT, "plan")
        near(f"recovery-{scheme}: the plan comes to 4.0m", plan, 4000000.0, 2000.0)


def block():
    """48 twelfths of 1.0m, whatever happens; the providers get theirs by starts to date, less the management fee."""
    found = Scheme("recovery-block", NOBODY_FAILS)
    for case in ("plan", "expected", "min", "max"):
        near(f"block: {case}", found.accrued("County Council", CONTRACT, case), 83333.33 * MONTHS, PENNY / 2)
    prime = found.get("Northgate", None, "surplus") + sum(
        round(15500.0 * 1.02 ** ((t - 1) // 12), 2) for t in range(1, 55))
    near("block: the prime keeps 22 %", prime, KEEP * 83333.33 * MONTHS, ROUNDING)


def starts_by_month():
    """Expected starts of each group in each month: 36 months of referrals, spread over the wait."""
    volume = {"opiate": (0.5 + 4 * 0.9 + 1.15) / 6, "alcohol": (0.6 + 4 * 0.95 + 1.2) / 6}  # the mean of a PERT
    starts = {group: [0.0] * (MONTHS + 1) for group in GROUPS}
    for group, (monthly, engage, wait) in GROUPS.items():
        for month in range(1, 37):
            for months, mass in enumerate(wait):
                starts[group][month + months] += monthly * volume[group] * engage * mass
    return starts


def activity():
    """A tariff a start; past 340 starts of a contract year 30 % of it, the groups in proportion in the month of crossing."""
    starts, tariff, top_up = starts_by_month(), {"opiate": 3640.0, "alcohol": 2730.0}, {"opiate": 710.0, "alcohol": 530.0}
    expected, year = 0.0, 0.0
    for month in range(1, MONTHS + 1):
        year = 0.0 if month % 12 == 1 else year
        n = sum(starts[group][month] for group in GROUPS)
        past = min(n, max(0.0, year + n - 340.0))
        full = sum(starts[group][month] * tariff[group] for group in GROUPS)
        expected += full * (1 - 0.7 * past / n) if n else 0.0
        year += n
    # Referrals at plan volume pass the threshold; at the expected volume they pass it in the second and third year or not.
    found = Scheme("recovery-activity", NOBODY_FAILS)
    near("activity: the tariff", found.accrued("County Council", f"{CONTRACT}/0"), expected, ROUNDING)
    engaged = {group: sum(starts[group]) * rate for group, rate in (("opiate", 0.82), ("alcohol", 0.80))}
    near("activity: the best-practice price", found.accrued("County Council", f"{CONTRACT}/1"),
         sum(engaged[group] * top_up[group] for group in GROUPS), ROUNDING)
    full_price = Scheme("recovery-activity", {**NOBODY_FAILS, f'contracts."{CONTRACT}".terms.0.marginal': 1.0})
    near("activity: at a marginal rate of 1 every start is paid in full", full_price.accrued("County Council", f"{CONTRACT}/0"),
         sum(sum(starts[group]) * tariff[group] for group in GROUPS), ROUNDING)
    promise("activity: the marginal rate bites at the planned volume",
            found.accrued("County Council", f"{CONTRACT}/0", "plan")
            < full_price.accrued("County Council", f"{CONTRACT}/0", "plan") - 10000)


def mixed():
    """The fixed half, and price x verified outcome; what comes after the long stop is not paid."""
    found = Scheme("recovery-mixed", NOBODY_FAILS)
    near("mixed: the fixed half", found.accrued("County Council", f"{CONTRACT}/0"), 41666.67 * MONTHS, PENNY / 2)
    price = {"opiate": 13370.0, "alcohol": 5350.0}
    worth = sum(VERIFIED * found.get(None, group, "dependency_free") * price[group] for group in GROUPS)
    late = found.get("County Council", CONTRACT, "lost_to_long_stop")
    promise("mixed: hardly anybody is lost to the long stop", late < 0.2, late)
    term = found.accrued("County Council", f"{CONTRACT}/1")
    promise("mixed: price x outcome, less what is lost", worth - late * price["opiate"] <= term <= worth, (term, worth))


def distance():
    """Level x price: the mean level is 0.3125 for opiates (0.25 x 0.25 + 0.2 x 0.5 + 0.15) and 0.3875 for alcohol."""
    found = Scheme("recovery-distance", NOBODY_FAILS)
    worth = {"opiate": (0.25 * 0.25 + 0.2 * 0.5 + 0.15) * 9540.0, "alcohol": (0.25 * 0.25 + 0.25 * 0.5 + 0.2) * 6360.0}
    answer = {group: found.get(None, group, "wellbeing") for group in GROUPS}
    near("distance: price x level x verified answers", found.accrued("County Council", f"{CONTRACT}/1"),
         sum(VERIFIED * answer[group] * worth[group] for group in GROUPS), ROUNDING)


def pilot():
    """The share at risk is one number: prices are multiplied by it, the block by the rest. Everybody is assessed."""
    terms = [f"{CONTRACT}/{i}" for i in range(4)]
    whole = Scheme("recovery-pilot", {**NOBODY_FAILS, f'contracts."{CONTRACT}".at_risk': 1.0})
    for share in (0.05, 0.3, 0.5):
        found = Scheme("recovery-pilot", {**NOBODY_FAILS, f'contracts."{CONTRACT}".at_risk': share})
        near(f"pilot: the block at {share}", found.accrued("County Council", terms[0]), 83333.33 * (1 - share) * MONTHS, ROUNDING)
        for term in terms[1:]:
            near(f"pilot: {term} at {share}", found.accrued("County Council", term), share * whole.accrued("County Council", term),
                 2 * ROUNDING)
    promise("pilot: with all at risk there is no block", whole.accrued("County Council", terms[0]) == 0)
    referred = sum(sum(starts) / GROUPS[group][1] for group, starts in starts_by_month().items())
    near("pilot: the assessor is paid for each referral", whole.accrued("County Council", "Assessment contract"),
         180.0 * referred, ROUNDING)
    fewer = Scheme("recovery-pilot", NOBODY_FAILS, words=("--scenario", "fewer accepted"))
    near("pilot: and as much where fewer are accepted", fewer.accrued("County Council", "Assessment contract"),
         180.0 * referred, ROUNDING)
    promise("pilot: fewer start then", fewer.get(None, None, "starts") < 0.81 * whole.get(None, None, "starts"))
    completion(whole)


def completion(whole):
    """Tariffs that break even at 10.1 % completion: 8.8 % brings 87 % of income, 6.3 % (the odds times 0.60) 62 %."""
    odds = 0.60 * 0.101 / (1 - 0.101)
    rates = {"before": 0.101, "first year": 0.088, "two years": odds / (1 + odds)}
    only = {**NOBODY_FAILS, f'contracts."{CONTRACT}".terms.1.price': 0.0}

    def income(rate, at_risk, block_amount):
        found = Scheme("recovery-pilot", {**only, "outcomes.dependency_free.probability": f"{rate:.12f}",
                                          f'contracts."{CONTRACT}".at_risk': at_risk,
                                          f'contracts."{CONTRACT}".terms.0.amount': f"{block_amount:.2f}"})
        return found.accrued("County Council", CONTRACT)

    planned = income(rates["before"], 1.0, 0.0)
    near("pilot: 8.8 % is 87 % of plan", income(rates["first year"], 1.0, 0.0) / planned, 0.088 / 0.101, 1e-5)
    near("pilot: 6.3 % is 62 % of plan", income(rates["two years"], 1.0, 0.0) / planned, 0.625, 0.001)
    fixed = planned / MONTHS                             # a block that is worth as much as the planned results
    twentieth = income(rates["two years"], 0.05, fixed) / income(rates["before"], 0.05, fixed)
    near("pilot: with a twentieth at risk the same loses 1.9 %", 1 - twentieth, 0.05 * (1 - 0.6252), 1e-4)
    promise("pilot: the whole scheme was at risk", whole.accrued("County Council", CONTRACT) > planned)
    # Initiation: odds times 0.17 cut those who start from 95 % to 76 %.
    start_odds = 0.17 * 0.95 / 0.05
    few, many = (Scheme("recovery-pilot", {**NOBODY_FAILS, "groups.opiate.engage": f"{rate:.12f}"}).get(None, "opiate", "starts")
                 for rate in (start_odds / (1 + start_odds), 0.95))
    near("pilot: initiation falls from 95 % to 76 %", few / many * 0.95, 0.764, 0.0005)


def phase_in():
    """1.0m a year in twelfths, of which 90, 80, 70 and 60 % are paid whatever happens."""
    found = Scheme("recovery-phase-in", NOBODY_FAILS)
    twelfth = decimal.Decimal("83333.33")
    years = [12 * (twelfth * (100 - risk) / 100).quantize(decimal.Decimal("0.01"), decimal.ROUND_HALF_EVEN)
             for risk in (10, 20, 30, 40)]
    near("phase-in: the part not at risk", found.accrued("County Council", f"{CONTRACT}/0"), float(sum(years)), PENNY / 2)


def three_steps():
    """What the ministry pays less 3 % is what the council passes on, and less 22 % what the prime does."""
    found = Scheme("recovery-three-steps", NOBODY_FAILS)
    grant, passed = found.accrued("Department of Health"), found.accrued("County Council", CONTRACT)
    near("three steps: the council keeps 3 %", passed, 0.97 * grant, 4 * ROUNDING)
    mine = Scheme("recovery-mixed", NOBODY_FAILS).get("Northgate", None, "surplus")
    mixed_paid = Scheme("recovery-mixed", NOBODY_FAILS).accrued("County Council", CONTRACT)
    near("three steps: the prime keeps 22 % of what reaches it", found.get("Northgate", None, "surplus") - mine,
         KEEP * (passed - mixed_paid), 8 * ROUNDING)


def harm_reduction():
    """Work outside the tariff costs 2,500 a month: the council pays it, or Harbour does, on every path alike."""
    surplus = ("--scenario", "out of surplus")
    paid, taken = (Scheme("recovery-harm-reduction", NOBODY_FAILS, words=words).columns for words in ((), surplus))

    def differences(column):
        return {decimal.Decimal(a) - decimal.Decimal(b) for a, b in zip(paid[column], taken[column])}

    promise("harm reduction: out of surplus it costs Harbour 120,000", differences("Harbour/surplus") == {120000})
    promise("harm reduction: by a block it costs the council as much", differences("County Council/accrued") == {120000})
    promise("harm reduction: the outreach team has the same", differences("Harbour Outreach/surplus") == {0})
    broke = [Scheme("recovery-harm-reduction", words=words).get("Harbour", None, "insolvent", "mean") for words in ((), surplus)]
    promise("harm reduction: the cross-subsidy breaks Harbour more often", broke[1] > broke[0], broke)


def two_payers():
    """Each person who stays well is paid for by both; how many of them is reported to each payer."""
    found = Scheme("recovery-two-payers", NOBODY_FAILS)
    both = [found.get(payer, "no_return", "paid_more_than_once") for payer in ("County Council", "Department for Work")]
    near("two payers: both are told the same number", both[0], both[1], 0.0)
    again = found.accrued("Department for Work") / 1500.0
    near("two payers: nearly all whom the programme pays for the council pays for", both[0] / again, VERIFIED, 1e-4)
    alone = Scheme("recovery-mixed", NOBODY_FAILS)
    promise("two payers: with one payer nobody is paid for twice",
            not any(name == "paid_more_than_once" for _, _, name in alone.metrics))


def templates():
    """A template is whole: what it includes is written out, and it is the scheme that it is made of."""
    for name in ("drug-recovery", "recovery-pilot", "fair-chance"):
        with tempfile.TemporaryDirectory() as folder:
            made = subprocess.run([SIBYL, "new", name], cwd=folder, capture_output=True, check=False)
            promise(f"{name} is a template", made.returncode == 0)
            alone = run("check", pathlib.Path(folder) / f"{name}.cfg").stdout
        promise(f"the template {name} is configs/{name}.cfg", alone and alone == run("check", CONFIGS / f"{name}.cfg").stdout)


for case in (same_clients, same_plan, block, activity, mixed, distance, pilot, phase_in, three_steps, harm_reduction, two_payers,
             templates):
    case()
finish()
