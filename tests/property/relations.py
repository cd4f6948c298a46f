#!/usr/bin/env python3
"""Metamorphic relations: what must hold between two runs of a scheme and of the scheme changed: relations.py SIBYL FILE...

The same seed gives both runs the same random numbers, so that most relations hold on every path and not only on average.
Every relation is tried on every configuration; where its premise is not met, or the changed scheme is refused, it says so.
A FILE may be a folder, whose configurations are all tried. Money is in pounds; a penny may differ for each rounding.
"""
import concurrent.futures
import math
import os
import pathlib
import re
import sys
import tempfile

from scheme import (NotApplicable, Reference, Run, changed, is_certain, items, read, scale_money, scale_quantity)

SIBYL = pathlib.Path(sys.argv[1]).resolve()
REFERENCE = Reference(SIBYL)
RENAMED = " renamed"
PATHS = 128          # enough for several blocks of 64, and not a multiple of the number of threads
MANY = 2000          # where a mean or a spread is compared
CASH = 50_000_000    # opening cash with which nobody fails
SLACK = 0.011        # a penny
PENNIES = 3.0        # pennies that can differ where many amounts are rounded anew
TIES = 0.5           # pounds that the order of parties can move, a penny each time that a split ties
STANDARD_ERRORS = 5.0
RESULTS = ("outcome", "cohort", "band", "pool")
UNCERTAIN_ENDINGS = ("closure", "renewal", "review")
counts = {True: 0, False: 0}


def promise(name, kept, said=""):
    counts[bool(kept)] += 1
    if not kept:
        print("broken:", name, said)


def need(condition, why):
    if not condition:
        raise NotApplicable(why)


class Scheme:
    """A configuration, its runs, and what it is made of."""

    def __init__(self, file):
        self.name, self.tree = file.stem, read(file)
        self.folder = tempfile.TemporaryDirectory()
        for beside in file.parent.glob("*.csv"):
            (pathlib.Path(self.folder.name) / beside.name).write_bytes(beside.read_bytes())
        self.once = {}
        self.base = self.run(self.tree)
        self.kinds = {p["name"]: p["kind"] for p in items(self.tree.get("parties"))}

    def run(self, tree, paths=PATHS):
        """The run of a tree; several relations start from the same one, which is run once."""
        asked = (repr(tree), paths)
        if asked not in self.once:
            self.once[asked] = Run(SIBYL, tree, paths, self.folder.name)
        return self.once[asked]

    def payers(self, contract):
        return [contract["payer"]] if "payer" in contract else [p["party"] for p in items(contract["payers"])]

    def top_contracts(self, tree):
        """Contracts that only commissioners pay."""
        return [c for c in items(tree.get("contracts")) if all(self.kinds.get(p) == "commissioner" for p in self.payers(c))]

    def commissioners(self):
        return [name for name, kind in self.kinds.items() if kind == "commissioner"]


def rich(tree):
    """With so much cash that nobody fails."""
    for party in items(tree.get("parties")):
        if party["kind"] in ("prime", "provider", "spv"):
            party["opening_cash"] = float(CASH)
    return tree


def never_less(name, before, after, slack=SLACK):
    worst = min((b - a for a, b in zip(before, after) if not math.isnan(a + b)), default=0)
    promise(name, worst >= -slack, f"less by {-worst:.2f} on some path")


def same(name, before, after, slack=0.0):
    worst = max((abs(a - b) for a, b in zip(before, after) if not math.isnan(a + b)), default=0)
    holes = sum(math.isnan(a) != math.isnan(b) for a, b in zip(before, after))
    promise(name, worst <= slack and holes == 0, f"{worst} apart on some path, defined on different ones in {holes}")


# ---- The relations ----

def twice_the_money(scheme):
    """M1: all money doubled doubles every amount and changes no rate, share, month or probability."""
    doubled = scheme.run(scale_money(REFERENCE, changed(scheme.tree), "The file", 2))
    for key, metric in scheme.base.metrics.items():
        other = doubled.metrics[key]
        if metric["name"].startswith("break_even") or not metric.get("mean") or other.get("mean") is None:
            continue  # found by search, to within its own tolerance
        money = metric["unit"] == scheme.tree.get("currency", "GBP")
        mean, slack = metric["mean"] * (2 if money else 1), PENNIES if money else 1e-4
        if metric["name"] == "lowest_cash_month":  # where cash stands at a floor for months, a penny says which is lowest
            slack = scheme.tree["months"] / PATHS
        near = abs(other["mean"] - mean) <= max(slack, abs(mean) * 1e-6)
        promise(f"{scheme.name}: M1 {key}", near, f"{other['mean']} is not {mean}")


def other_names(scheme):
    """M2: parties renamed and in another order have the same figures in plan and expected case. Names address the draws, so
    paths differ; pennies that tie go by order."""
    tree = changed(scheme.tree)
    names = set(scheme.kinds)

    def renamed(value):
        if isinstance(value, dict):
            return {key: item if key == "path" else renamed(item) for key, item in value.items()}
        if isinstance(value, list):
            return [renamed(item) for item in value]
        return f"{value}{RENAMED}" if isinstance(value, str) and value in names else value

    tree.pop("sources", None)
    tree.pop("scenarios", None)
    tree = {key: item if key in ("title", "groups") else renamed(item) for key, item in tree.items()}
    tree["parties"] = list(reversed(items(tree["parties"])))
    other = scheme.run(tree)

    def back(name):
        return name[:-len(RENAMED)] if isinstance(name, str) and name.endswith(RENAMED) else name

    figures = {(back(p), back(of), name): metric for (p, of, name), metric in other.metrics.items()}
    for key, metric in scheme.base.metrics.items():
        for case in ("plan", "expected"):
            mine, its = metric.get(case), figures.get(key, {}).get(case)
            near = mine == its or (mine is not None and its is not None and abs(mine - its) <= max(TIES, 1e-6 * abs(mine)))
            promise(f"{scheme.name}: M2 {key} {case}", near, f"{its} is not {mine}")


def raise_prices(tree, scheme):
    """Prices of results and starts that commissioners pay, a tenth up. Returns how many."""
    raised = 0
    for contract in scheme.top_contracts(tree):
        for term in items(contract["terms"]):
            if "price" in term and not term.get("clawback"):
                term["price"] = scale_quantity(term["price"], 1.1)
                raised += 1
    return raised


def higher_prices(scheme):
    """M3: with higher prices commissioners never pay less, and investors never get less back."""
    low, high = rich(changed(scheme.tree)), rich(changed(scheme.tree))
    need(raise_prices(high, scheme) > 0, "no term of a commissioner has a price without clawback")
    before, after = scheme.run(low), scheme.run(high)
    for name in scheme.commissioners():
        never_less(f"{scheme.name}: M3 payments of {name}", before.column(f"{name}/payments"), after.column(f"{name}/payments"),
                   PENNIES)
    tranches = [t for b in items(scheme.tree.get("bonds")) for t in items(b["tranches"])]
    if any("coupon" in t or "irr_cap" in t for t in tranches):
        return  # repaid sooner, they earn interest for a shorter time
    for name in before.named("returned"):
        never_less(f"{scheme.name}: M3 {name}", before.column(name), after.column(name), PENNIES)


def higher_caps(scheme):
    """M4: with higher caps no less is paid, and no more is cut."""
    low, high = rich(changed(scheme.tree)), rich(changed(scheme.tree))
    capped = 0
    for contract in scheme.top_contracts(high):
        if "cap" in contract:
            contract["cap"], capped = scale_quantity(contract["cap"], 1.5), capped + 1
        for cap in items(contract.get("annual_cap")):
            cap["amount"], capped = scale_quantity(cap["amount"], 1.5), capped + 1
    need(capped, "no contract of a commissioner has a cap")
    before, after = scheme.run(low), scheme.run(high)
    for contract in scheme.top_contracts(high):
        for name in scheme.payers(contract):
            never_less(f"{scheme.name}: M4 accrued of {name}", before.column(f"{name}/{contract['name']}/accrued"),
                       after.column(f"{name}/{contract['name']}/accrued"), PENNIES)
            cut = f"{name}/{contract['name']}/results_above_cap"
            if cut in before.columns:
                never_less(f"{scheme.name}: M4 {cut}", after.column(cut), before.column(cut))


def pay_later(tree, scheme, months):
    for contract in scheme.top_contracts(tree):
        terms = items(contract["terms"])
        for who in [contract] + [t for t in terms if "claim" in t or "lag" in t]:
            if "claim" in who:
                who["claim"]["pays"] = int(float(who["claim"].get("pays", 0))) + months
            else:
                who["lag"] = int(float(who.get("lag", 0))) + months


def longer_lag(scheme):
    """M5: paid two months later, commissioners pay the same in all, worth no more today; providers' cash is never higher at
    its lowest."""
    terms = [t for c in items(scheme.tree.get("contracts")) for t in items(c["terms"])]
    need(not any(t.get("clawback") for t in terms), "what is clawed back depends on when it was paid")
    need(not any(t["pay"] == "advance" for t in terms), "an advance is recovered from later payments")
    soon, late = rich(changed(scheme.tree)), rich(changed(scheme.tree))
    for tree in (soon, late):
        tree["months"] = int(float(tree["months"])) + 12  # a chain of commissioners pays later at each step
        for contract in items(tree.get("contracts")):
            contract.setdefault("to", int(float(scheme.tree["months"])))
            if not any("of" in term for term in items(contract["terms"])):  # what is passed on is earned when it comes in
                contract.setdefault("last_claim", int(float(scheme.tree["months"])))
    need(not any("discount_rate" in p for p in [scheme.tree] + items(scheme.tree["parties"])), "it has a discount rate of its own")
    pay_later(late, scheme, 2)
    before, after = scheme.run(soon), scheme.run(late)
    for name in scheme.commissioners():
        same(f"{scheme.name}: M5 payments of {name}", before.column(f"{name}/payments"), after.column(f"{name}/payments"), SLACK)
        never_less(f"{scheme.name}: M5 payments_pv of {name}", after.column(f"{name}/payments_pv"),
                   before.column(f"{name}/payments_pv"), SLACK)
    for name in before.named("lowest_cash"):
        never_less(f"{scheme.name}: M5 {name}", after.column(name), before.column(name), SLACK)


def set_success(tree, success):
    rest = {o["otherwise"] for o in items(tree.get("outcomes")) if "otherwise" in o}
    for outcome in items(tree.get("outcomes")):
        if outcome["name"] not in rest:
            outcome["probability"] = success


def nobody_succeeds(scheme):
    """M6: where nobody achieves anything nothing is earned for outcomes."""
    tree = changed(scheme.tree)
    need(items(tree.get("outcomes")), "it has no outcomes")
    set_success(tree, 0.0)
    rest = {o["otherwise"] for o in items(tree["outcomes"]) if "otherwise" in o}
    below = set()
    for outcome in items(tree["outcomes"]):  # the rest of a branch after nobody is nobody; after a start it is everybody
        if outcome["name"] in rest and outcome["after"] == "start":
            below.add(outcome["name"])
    run = scheme.run(tree)
    checked = 0
    for contract in scheme.top_contracts(tree):
        for k, term in enumerate(items(contract["terms"])):
            if term["pay"] != "outcome" or term["outcome"] in below:
                continue
            checked += 1
            for name in scheme.payers(contract):
                column = run.column(f"{name}/{contract['name']}/{k}/accrued")
                promise(f"{scheme.name}: M6 {contract['name']}/{k}", all(x == 0 for x in column), f"{max(column)}")
    need(checked, "no commissioner pays for outcomes")


def make_certain(value):
    """Every distribution at its likeliest value, and no loadings."""
    if isinstance(value, list):
        return [make_certain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if not is_certain(value):
        for key in ("plan", "mode", "mean", "low"):
            if key in value and not isinstance(value[key], dict):
                return value[key]
        if "successes" in value:
            return round(value["successes"] / value["trials"], 6)
        return value["values"][0] if isinstance(value.get("values"), list) else 0.5
    gone = ("loading", "provider_loading", "factor", "engage_factor", "engage_loading", "engage_provider_loading")
    return {key: make_certain(item) for key, item in value.items() if key not in gone}


def nothing_uncertain(scheme):
    """M6: where everybody succeeds for certain and nothing is drawn, all paths are alike."""
    tree = make_certain(changed(scheme.tree))
    providers = [p for p in items(tree["parties"]) if "serves" in p]
    terms = [t for c in items(tree.get("contracts")) for t in items(c["terms"])]
    need(len(providers) <= 1, "referrals are shared among several providers by lot")
    need(not any(t["pay"] == "cohort" for t in terms), "what is measured of a cohort is drawn")
    need(not any(o.get("branch") or o.get("levels") or isinstance(o.get("delay"), (list, dict)) for o in items(tree.get("outcomes"))),
         "who goes which way, or when, is drawn")
    need(not any(key in c for c in items(tree.get("contracts")) for key in UNCERTAIN_ENDINGS + ("late",)), "endings are drawn")
    for group in items(tree.get("groups")):
        need(not isinstance(group.get("wait"), (list, dict)), "how long people wait is drawn")
        group["process"], group["engage"] = "fixed", 1.0
    set_success(tree, 1.0)
    for contract in items(tree.get("contracts")):
        contract.pop("verified", None)
    run = scheme.run(tree, 64)
    for name in run.columns:
        if name != "path":
            promise(f"{scheme.name}: M6 {name} is the same on all paths", len(set(run.columns[name])) == 1, str(set(run.columns[name]))[:90])


def halve_provider(tree, name):
    """Splits a provider in two, each with half of its weight, its costs and what it is paid in blocks and shares."""
    tree["parties"] = items(tree["parties"])
    tree["contracts"] = items(tree.get("contracts"))
    one = next(p for p in tree["parties"] if p["name"] == name)
    one["serves"] = scale_serves(one["serves"], 0.5)
    two = changed(one)
    two["name"] = f"{name} 2"
    tree["parties"].append(two)
    for contract in list(tree["contracts"]):
        if contract["payee"] != name:
            continue
        for term in items(contract["terms"]):
            for key in ("amount", "fraction"):
                if key in term:
                    term[key] = halved(term[key])
        other = changed(contract)
        other["name"], other["payee"] = f"{contract['name']} 2", two["name"]
        tree["contracts"].append(other)


def halved(value):
    if isinstance(value, dict):
        return {key: halved(item) if key in ("value", "low", "mode", "high", "mean", "sd", "min", "max", "plan") else item
                for key, item in value.items()}
    return float(value) / 2


def scale_serves(value, by):
    if isinstance(value, dict):
        return {key: scale_serves(item, by) if key not in ("dist",) else item for key, item in value.items()}
    return float(value) * by


def split_provider(scheme):
    """M7: a provider split into two halves leaves the commissioner's expected bill and the outcomes as they were."""
    tree = rich(changed(scheme.tree))
    before = scheme.run(rich(changed(scheme.tree)))
    curved = ("threshold", "tiers", "volume", "choice", "above")
    served = [p["name"] for p in items(tree["parties"]) if "serves" in p]
    for name in served:
        contracts = [c for c in items(tree.get("contracts")) if c["payee"] == name]
        straight = not any(key in t for c in contracts for t in items(c["terms"]) for key in curved) and not any(
            key in c for c in contracts for key in ("cap", "annual_cap", "floor", "minimum_volume", "minimum_performance"))
        party = next(p for p in items(tree["parties"]) if p["name"] == name)
        paid_by_top = any(c in scheme.top_contracts(tree) for c in contracts)
        referred = any(t.get("of") == c["name"] for c in contracts for d in items(tree["contracts"]) for t in items(d["terms"]))
        if contracts and straight and not paid_by_top and not referred and "capacity" not in party and not any(
                name in items(c.get("counts")) for c in items(tree["contracts"])):
            break
    else:
        raise NotApplicable("no provider below a prime or spv whose pay is in proportion to its clients")
    tree.pop("sources", None)
    halve_provider(tree, name)
    after = scheme.run(tree)
    for payer in scheme.commissioners():
        a, b = (run.metrics[(payer, None, "payments")]["expected"] for run in (before, after))
        promise(f"{scheme.name}: M7 payments of {payer} with {name} in two", abs(a - b) <= PENNIES, f"{b} is not {a}")
    for outcome in items(tree.get("outcomes")):
        a, b = (run.metrics[(None, None, outcome["name"])]["expected"] for run in (before, after))
        promise(f"{scheme.name}: M7 {outcome['name']} with {name} in two", abs(a - b) <= 1e-4, f"{b} is not {a}")


def more_paths(scheme):
    """M8: the paths of a run are the first of a longer one, to the byte."""
    longer = scheme.run(scheme.tree, 2 * PATHS)
    promise(f"{scheme.name}: M8", scheme.base.lines == longer.lines[:PATHS + 1], "the first paths differ")


def bystander(scheme):
    """M9: somebody who does nothing changes nothing."""
    tree = changed(scheme.tree)
    tree["parties"] = items(tree["parties"]) + [{"name": "Bystander", "kind": "assessor"}]
    promise(f"{scheme.name}: M9", scheme.run(tree).lines == scheme.base.lines, "paths differ")


def a_year_later(scheme):
    """M10: a year later, rates of return and amounts are the same."""
    loans = items(scheme.tree.get("loans"))
    need(all(loan.get("day_count", "monthly") == "monthly" for loan in loans), "a loan counts real days")
    tree = changed(scheme.tree)
    tree["start"] = f"{int(tree['start'][:4]) + 1}{tree['start'][4:]}"
    for loan in items(tree.get("loans")):
        need(not isinstance(loan.get("drawdown"), str) or loan["drawdown"] in ("as_needed", "upfront"), "a loan is drawn on a date")
    later = scheme.run(tree)
    for metric in ("irr", "payments", "returned", "lowest_cash", "closing_cash"):
        for name in scheme.base.named(metric):
            if not re.search(r"/\d{4}(/\d\d)?/", name):  # a financial year is another one
                same(f"{scheme.name}: M10 {name}", scheme.base.column(name), later.column(name))


def no_discounting(scheme):
    """M11: at a discount rate of 0 a present value is the sum."""
    tree = changed(scheme.tree)
    tree["discount_rate"] = 0.0
    for party in items(tree["parties"]):
        party.pop("discount_rate", None)
    run = scheme.run(tree)
    for name in scheme.commissioners():
        same(f"{scheme.name}: M11 payments of {name}", run.column(f"{name}/payments"), run.column(f"{name}/payments_pv"), SLACK)
    for name in run.named("npv"):
        if name.count("/") == 1:
            who = name.split("/")[0]
            profit = [r - d for r, d in zip(run.column(f"{who}/returned"), run.column(f"{who}/drawn"))]
            same(f"{scheme.name}: M11 {name}", profit, run.column(name), SLACK)


def set_loadings(tree, loading):
    found = 0
    for outcome in items(tree.get("outcomes")):
        if outcome.get("factor"):
            outcome["loading"], found = loading, found + 1
            outcome.pop("provider_loading", None)
    return found


def no_loading(scheme):
    """M12: a loading of 0 is no factor at all, path by path; a loading leaves the mean where it is and makes the number of
    outcomes no less uncertain."""
    tree = changed(scheme.tree)
    tree.pop("sources", None)
    zero, none = changed(tree), changed(tree)
    need(set_loadings(zero, 0.0) > 0, "no outcome loads on a factor")
    need(not any(f.get("shift") or f.get("shifts") for f in items(scheme.tree.get("factors"))), "its factors are shifted")
    for outcome in items(none.get("outcomes")):
        for key in ("factor", "loading", "provider_loading"):
            outcome.pop(key, None)
    promise(f"{scheme.name}: M12 no loading, no factor", scheme.run(zero).lines == scheme.run(none).lines, "paths differ")
    strong = changed(tree)
    set_loadings(strong, 0.6)
    for tree in (zero, strong):
        rich(tree)
    alone, together = scheme.run(zero, MANY), scheme.run(strong, MANY)
    for outcome in items(zero.get("outcomes")):
        if not outcome.get("factor") or outcome["after"] != "start" and outcome.get("branch"):
            continue
        a, b = alone.metrics[(None, None, outcome["name"])], together.metrics[(None, None, outcome["name"])]
        apart = abs(a["mean"] - b["mean"]) / math.hypot(a["se"], b["se"])
        promise(f"{scheme.name}: M12 mean of {outcome['name']}", apart <= STANDARD_ERRORS, f"{b['mean']} is not {a['mean']}")
        promise(f"{scheme.name}: M12 spread of {outcome['name']}", b["sd"] >= 0.97 * a["sd"], f"{b['sd']} < {a['sd']}")


RELATIONS = (twice_the_money, other_names, higher_prices, higher_caps, longer_lag, nobody_succeeds, nothing_uncertain,
             split_provider, more_paths, bystander, a_year_later, no_discounting, no_loading)


def try_all(file):
    try:
        scheme = Scheme(file)
    except NotApplicable as why:
        promise(f"{file.stem} runs", False, str(why))
        return
    for relation in RELATIONS:
        try:
            relation(scheme)
        except NotApplicable as why:
            print(f"{scheme.name}: {relation.__doc__.split(':')[0]} ({relation.__name__}) does not apply: {why}")


def main():
    files = [f for word in sys.argv[2:] for f in ([pathlib.Path(word)] if word.endswith(".cfg") else sorted(pathlib.Path(word).glob("*.cfg")))]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(try_all, files):
            pass
    print(f"{counts[True]} passed, {counts[False]} failed")
    sys.exit(counts[False] > 0 or not files)


main()
