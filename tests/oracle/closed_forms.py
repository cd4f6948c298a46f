#!/usr/bin/env python3
"""Closed forms: configurations whose exact answers are known, run and compared: closed_forms.py SIBYL

Each NAME.cfg here poses a case. Its paths are counted one by one from --paths-out, so that a probability or a mean of any
function of a metric can be compared with its exact value. A frequency or mean must lie within Z standard errors of it:
the error is that of the exact law for probabilities, the sample's own for means and variances. Z is 5.57: one false
alarm in a million over forty checks. Quantiles are tested by counting paths, since discrete laws sit on atoms.
"""
import csv
import math
import pathlib
import subprocess
import sys
import tempfile

SIBYL = pathlib.Path(sys.argv[1]).resolve()
HERE = pathlib.Path(__file__).resolve().parent
Z = 5.57
counts = {True: 0, False: 0}


def promise(name, kept, said=""):
    counts[bool(kept)] += 1
    if not kept:
        print(f"broken: {name} {said}")


class Case:
    """The paths of one configuration: column(METRIC) is a list of what each path came to."""

    def __init__(self, name, *words):
        self.name = name
        with tempfile.TemporaryDirectory() as folder:
            rows = pathlib.Path(folder) / "paths.csv"
            done = subprocess.run([SIBYL, "run", HERE / f"{name}.cfg", "--formats", "json", "--output", folder, "--quiet",
                                   "--paths-out", rows, *words], capture_output=True, check=False)
            promise(f"{name} runs", done.returncode == 0, done.stderr.decode())
            with open(rows, encoding="utf-8", newline="") as file:
                table = list(csv.reader(file))
        self.columns = dict(zip(table[0], zip(*table[1:])))

    def column(self, metric):
        return [float(value) for value in self.columns[metric]]

    def probability(self, words, metric, event, exact):
        hits = [event(x) for x in self.column(metric)]
        got, error = sum(hits) / len(hits), math.sqrt(exact * (1 - exact) / len(hits))
        promise(f"{self.name}: {words}", abs(got - exact) <= Z * error, f"{got} is not {exact}")

    def mean(self, words, metric, exact, of=lambda x: x):
        values = [of(x) for x in self.column(metric)]
        got = math.fsum(values) / len(values)
        error = math.sqrt(math.fsum((x - got) ** 2 for x in values) / (len(values) - 1) / len(values))
        promise(f"{self.name}: {words}", abs(got - exact) <= Z * error + 1e-9 * abs(exact), f"{got} is not {exact}")

    def moments(self, metric, mean, variance):
        """The mean; and the variance about the exact mean, which is a mean too."""
        self.mean("mean", metric, mean)
        self.mean("variance", metric, variance, lambda x: (x - mean) ** 2)


def endings():
    """A yearly hazard h is 1 - (1 - h)^(1/12) a month: closed by the end of month t with probability 1 - (1 - h)^(t/12). The
    month of the closure is paid for. What is renewed each time with probability p lasts k periods with p^(k-1) (1 - p)."""
    closure, h = Case("closure_hazard"), 0.12
    for month in (1, 12, 24, 35):
        closure.probability(f"closed by month {month}", "Council/payments", lambda x, m=month: x <= 100 * m,
                            1 - (1 - h) ** (month / 12))
    closure.mean("payments", "Council/payments", math.fsum(100 * (1 - h) ** (t / 12) for t in range(36)))
    closure.probability("ends early", "Council/Contract/ends_early", lambda x: x == 1, 1 - (1 - h) ** (35 / 12))
    certain = Case("closure_hazard", "--set", "contracts.Contract.closure=1.0")
    promise("closure_hazard: certain in month 1", set(certain.column("Council/payments")) == {100.0})
    renewal, p = Case("renewal"), 0.7
    for k, exact in ((1, 1 - p), (2, p * (1 - p)), (3, p * p * (1 - p)), (4, p ** 3)):
        renewal.probability(f"{k} periods", "Council/payments", lambda x, n=k: x == 600 * n, exact)


def outcome_payments():
    case = Case("binomial_payment")
    case.moments("Council/payments", 315000, 368550000)
    case.probability("288,000 or less", "Council/payments", lambda x: x <= 288000, 0.0863108315965)
    for quantile, level in ((270000, 0.01), (284400, 0.05), (315000, 0.5), (347400, 0.95)):
        paid = case.column("Council/payments")
        below = sum(x < quantile for x in paid) / len(paid)
        upto = sum(x <= quantile for x in paid) / len(paid)
        slack = Z * math.sqrt(level * (1 - level) / len(paid))
        promise(f"binomial_payment: quantile {level}", below - slack <= level <= upto + slack, f"{below} {upto}")
    thinned = Case("poisson_thinning")
    thinned.moments("result", 162, 162)
    thinned.probability("140 or fewer", "result", lambda x: x <= 140, 0.0431376400016)
    thinned.moments("Council/payments", 356400, 28001.428535 ** 2)
    month = Case("poisson_thinning", "--set", "months=1", "--set", "groups.people.referrals.0.to=1")
    month.probability("none in a month", "result", lambda x: x == 0, 0.0111089965382)
    Case("compound_poisson").moments("Council/payments", 364500, 1032750000)
    hazard = Case("discounted_hazard")
    # The clock starts with the month after the start: one month more of discounting than the textbook's case.
    month_on = 1.06 ** (-1 / 12)
    hazard.moments("Council/payments_pv", 702448.849623 * month_on, (27513.2713899 * month_on) ** 2)
    hazard.moments("result", 200 * 0.768237458447, 200 * 0.768237458447 * (1 - 0.768237458447))
    exits = Case("competing_risks")
    exits.moments("success", 400 * 0.547408570111, 400 * 0.547408570111 * (1 - 0.547408570111))
    exits.moments("dropout", 400 * 0.312022884963, 400 * 0.312022884963 * (1 - 0.312022884963))


def distance_travelled():
    """Of each of 50 who start: E = 0.6 (0.2 / 4 + 0.5 / 2 + 0.3) = 0.36, E of the square 0.6 (0.2 / 16 + 0.5 / 4 + 0.3)."""
    case = Case("distance_travelled")
    case.moments("result/distance", 50 * 0.36, 50 * (0.6 * 0.4375 - 0.36 ** 2))


def dependence():
    pool = Case("vasicek_pool")
    pool.moments("result", 10, 86.5929720768)
    for most, exact in ((0, 0.0416892285561), (10, 0.646173979119), (20, 0.882455757145), (40, 0.986257492393)):
        pool.probability(f"{most} or fewer", "result", lambda x, most=most: x <= most, exact)
    referrals = Case("overdispersed_referrals")
    referrals.moments("referrals", 30, 210)
    referrals.probability("15 or fewer", "referrals", lambda x: x <= 15, 0.146478506803)
    referrals.probability("none", "referrals", lambda x: x == 0, 5.94990182662e-05)
    year = Case("equicorrelated_year")
    year.mean("mean", "Harbour/closing_cash", 100000 - 78000)
    year.mean("variance", "Harbour/closing_cash", 116100000, lambda x: (x - 22000) ** 2)


def measured_cohorts():
    test = Case("comparison_threshold")
    test.probability("passed", "Council/Contract/0/1/triggered", lambda x: x == 1, 0.707793293481)
    uplift = Case("uplift_truncated")
    uplift.mean("payment", "Council/payments", 15647.6642669)
    uplift.probability("no payment", "Council/payments", lambda x: x == 0, 0.117676145801)


def cash():
    passage = Case("first_passage")
    exact = (0.0139034475135, 0.082835751145, 0.170438056246, 0.254178142245, 0.328392043034, 0.392800995134)
    short = [int(float(x)) if x else 99 for x in passage.columns["Harbour/first_month_below_cash_floor"]]
    for month, chance in enumerate(exact, 1):
        got = sum(x <= month for x in short) / len(short)
        promise(f"first_passage: short by month {month}",
                abs(got - chance) <= Z * math.sqrt(chance * (1 - chance) / len(short)), f"{got} is not {chance}")
    overrun = Case("lognormal_cost")
    left = "Harbour/closing_cash"
    overrun.mean("cost", left, 928569.066749, lambda x: 5e6 - x)
    overrun.probability("above 1,200,000", left, lambda x: 5e6 - x > 1.2e6, 0.124922017155)
    overrun.probability("above its 95 % point", left, lambda x: 5e6 - x > 1357782.54993, 0.05)
    overrun.mean("overrun", left, 20826.2324333, lambda x: max(0, 5e6 - x - 1.2e6))
    overrun.mean("mean of the worst 5 %", left, 1514124.56749 * 0.05, lambda x: (5e6 - x) * (5e6 - x > 1357782.54993))
    loss = Case("normal_loss")
    for level, point, tail in ((0.9, 1.28155156554, 1.75498331932), (0.95, 1.64485362695, 2.06271280751),
                               (0.99, 2.32634787404, 2.66521422035)):
        loss.probability(f"above its {level} point", left, lambda x, p=point: 100000 - x > 60000 + 1e4 * p, 1 - level)
        loss.mean(f"mean beyond its {level} point", left, tail * (1 - level),
                  lambda x, p=point: (40000 - x) / 1e4 * (40000 - x > 1e4 * p))


def supply_chain():
    chain = Case("shares_of_payment")
    for name, exact in (("Prime", 37800), ("Sub 1", 138600), ("Sub 2", 83160), ("Sub 3", 55440)):
        chain.mean(name, f"{name}/closing_cash", exact)
    paid = [round(100 * x) for x in chain.column("Council/payments")]
    held = [chain.column(f"{name}/closing_cash") for name in ("Prime", "Sub 1", "Sub 2", "Sub 3")]
    promise("shares_of_payment: nothing is lost, to the penny, on any path",
            all(sum(round(100 * x) for x in had) == all_paid for all_paid, *had in zip(paid, *held)))


def binomial(n, p, k):
    return math.comb(n, k) * p ** k * (1 - p) ** (n - k)


def conditions():
    verified = Case("verified_results")
    paid = "Council/payments"
    verified.moments(paid, 1000 * 400 * 0.255, 1e6 * 400 * 0.255 * 0.745)
    verified.probability("90 or fewer accepted", paid, lambda x: x <= 90000, sum(binomial(400, 0.255, k) for k in range(91)))
    level = Case("minimum_performance")
    short = sum(binomial(400, 0.3, k) for k in range(115))
    level.probability("below the level", "Council/total_cost", lambda x: x == 0, short)
    level.mean("payment", "Council/total_cost", sum(1000 * k * binomial(400, 0.3, k) for k in range(115, 401)))
    late = Case("late_claims")
    late.moments("Council/Contract/0/payments", 3000 * 8 * 0.7, 3000 ** 2 * 8 * 0.7 * 0.3)
    late.moments("Council/Contract/1/payments", 500 * 24 * 0.7, 500 ** 2 * 24 * 0.7 * 0.3)
    late.probability("no claim is late", "Council/Contract/0/payments", lambda x: x == 24000, 0.7 ** 8)
    # The two terms' claims are independent.
    both = [x * y for x, y in zip(late.column("Council/Contract/0/payments"), late.column("Council/Contract/1/payments"))]
    late.columns["product"] = both
    late.mean("product of the two", "product", 3000 * 8 * 0.7 * 500 * 24 * 0.7)


def binomials(n, p):
    return [binomial(n, p, k) for k in range(n + 1)]


def mechanisms():
    """Payment mechanisms whose law is that of a count: sums over the binomial or Poisson law."""
    left, start = "Harbour/closing_cash", 1000
    band = Case("band_tail")
    law = binomials(200, 0.6)
    band.probability("step reached", "Council/Contract/0/payments", lambda x: x == 50000, math.fsum(law[124:]))
    line = [min(max(k / 200 - 0.5, 0) / 0.2, 1) * 100000 for k in range(201)]
    band.mean("line", "Council/Contract/1/payments", math.fsum(p * x for p, x in zip(law, line)))
    pool = Case("pool_share")
    law = binomials(60, 0.3)
    pool.mean("share of the pot", left, start + math.fsum(p * 1e5 * k / 2 * (1 / (k + 10) + 1 / (k + 40)) for k, p in enumerate(law)))
    pool.probability("more than half of the pot", left, lambda x: x > 51000, math.fsum(law[11:41]) / 2 + math.fsum(law[41:]))
    above = Case("above_deadweight")
    law = binomials(300, 0.5)
    above.mean("payment", left, start + math.fsum(p * 1000 * max(0, k - 135) for k, p in enumerate(law)))
    above.probability("no payment", left, lambda x: x == start, math.fsum(law[:136]))
    volume = Case("block_with_volume")
    law = [math.exp(k * math.log(120) - 120 - math.lgamma(k + 1)) for k in range(400)]
    volume.mean("amount", left, start + 12000 + math.fsum(p * 100 * (max(0, k - 132) - max(0, 108 - k)) for k, p in enumerate(law)))
    volume.probability("as it was", left, lambda x: x == start + 12000, math.fsum(law[108:133]))
    Case("caseload_months").moments(left, start + 190 * 64, 190 ** 2 * 64)
    tiers = Case("tiers_to_date")
    law = binomials(60, 0.5)
    tiers.mean("payment", left, start + math.fsum(p * (100 * min(k, 25) + 300 * max(0, min(k, 32) - 25)) for k, p in enumerate(law)))
    tiers.probability("last tier full", left, lambda x: x == start + 4600, math.fsum(law[32:]))
    # Each outcome is kept with 0.7 and worth 700, or reversed with 0.3 and worth 350.
    mean, square = 0.5 * (0.7 * 700 + 0.3 * 350), 0.5 * (0.7 * 700 ** 2 + 0.3 * 350 ** 2)
    Case("clawed_back").moments(left, start + 80 * mean, 80 * (square - mean ** 2))


def two_tranches():
    """A payment v X, X ~ Bin(n, p), runs down to a senior claim S and a junior that has the rest.

    The senior receives min(v X, S). With k the greatest count for which v k <= S,
        E min(v X, S) = v sum_{x <= k} x f(x; n, p) + S P(X > k),  and  x f(x; n, p) = n p f(x - 1; n - 1, p), so
                      = v n p F(k - 1; n - 1, p) + S (1 - F(k; n, p)).
    The junior receives what is left, n p v less that on average; it loses all where v X <= S, some where v X < S + J."""
    n, p, v, junior = 500, 0.35, 1800, 60000
    senior = 250000 + 2 * round(250000 * 0.04 / 12, 2)

    def below(k, n):
        return math.fsum(math.comb(n, x) * p ** x * (1 - p) ** (n - x) for x in range(k + 1))

    k = int(senior // v)
    mean = v * n * p * below(k - 1, n - 1) + senior * (1 - below(k, n))
    case = Case("two_tranches")
    case.mean("the senior's mean", "Bank/senior/returned", mean)
    case.mean("the junior's mean", "Fund/junior/returned", n * p * v - mean)
    case.probability("the senior is whole", "Bank/senior/returned", lambda x: x >= senior - 0.001, 1 - below(k, n))
    case.probability("the senior loses capital", "Bank/senior/returned", lambda x: x < 250000, below(math.ceil(250000 / v) - 1, n))
    case.probability("the junior loses all", "Fund/junior/loses_all", lambda x: x == 1, below(k, n))
    case.probability("the junior loses some", "Fund/junior/loses_capital", lambda x: x == 1,
                     below(math.ceil((senior + junior) / v) - 1, n))
    rows = list(zip(case.column("Bank/senior/returned"), case.column("Fund/junior/returned"), case.column("Council/payments")))
    promise("two_tranches: all that is paid goes to the two", all(abs(a + b - paid) < 0.001 for a, b, paid in rows))
    promise("two_tranches: the junior has nothing while the senior is short",
            all(b == 0 or a >= senior - 0.001 for a, b, _ in rows))


for group in (outcome_payments, distance_travelled, dependence, measured_cohorts, cash, supply_chain, conditions, mechanisms,
              two_tranches, endings):
    group()
print(f"{counts[True]} passed, {counts[False]} failed")
sys.exit(counts[False] > 0)
