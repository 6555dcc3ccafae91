"""Which gaps to fill of the insurer's total so that the most is insured (rule R19), solved exactly by HiGHS.

A limit does not add to what a recommendation covers, so a gap behind a recommendation takes more of the total than it
fills: filling the largest gap first can insure less than is possible.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from creditxl.policy.capacity import fill, fillable, given_up_to
from creditxl.policy.money import NOTHING, round_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from creditxl.policy.capacity import Capacity, Claim, Fill
    from creditxl.policy.parameters import Policy

TOLERANCE = 1e-6  # of a step
OPTIONS: Mapping[str, bool | int | float | str] = {
    "output_flag": False,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": TOLERANCE,
    # The same plan on every machine: one thread, and an end by steps of the search and not by seconds.
    "parallel": "off",
    "threads": 1,
    "random_seed": 0,
    "mip_max_nodes": 5_000,
}


class Plan(Struct, frozen=True):
    """Whom to give the free amount, so that the most is insured.

    Args:
        fills: The largest gap first.
        is_proven: No plan fills more. Else the search was ended, and this is the best plan that it met.
    """

    fills: tuple[Fill, ...]
    is_proven: bool

    @property
    def given(self) -> Decimal:
        return sum((one.given for one in self.fills), NOTHING)

    @property
    def filled(self) -> Decimal:
        return sum((one.filled for one in self.fills), NOTHING)


class _Choice(Struct, frozen=True):
    """What one claim may get, in steps of limits: nothing, or its least limit, then whole steps, then the last one.

    Args:
        least: The lowest limit that fills anything; one step less for a claim that needs no more than each step to
            fill as much, and so has nothing to choose but how many.
        cost: What the least limit takes of the total.
        worth: What the least limit fills.
        between: How many steps above the least fill a step each.
        last: What the last step fills, up to a need between two steps; 0 where the least limit is as high as the need.
    """

    claim: Claim
    least: int
    cost: Decimal
    worth: Decimal
    between: int
    last: Decimal

    @property
    def is_open(self) -> bool:
        return not self.cost


def best_plan(claims: Sequence[Claim], found: Capacity, policy: Policy) -> Plan:
    """Return the plan that fills the most; of several, one that gives the least of the total.

    Every limit given is a whole number of steps and at most the need rounded up. What is free is what `found` says.

    Args:
        claims: All of them, in any order.
        found: Their use of the total, and the plan that fills the largest gap first.
        policy: For the step of limits.
    """
    open_claims = fillable(claims, policy)
    step = policy.limit_step
    # An amount fills no more than itself, and where all limits are whole steps no more than its own whole steps.
    bound = found.free if any(one.limit % step for one in open_claims) else found.free // step * step
    for fills in (found.fills, tuple(_whole_steps(open_claims, found.free, policy))):
        easy = Plan(fills, is_proven=True)
        if easy.filled == bound:
            return easy
    first = Plan(found.fills, is_proven=True)
    if all(one.is_whole for one in found.fills) and len(found.fills) == len(open_claims):
        return first
    choices = [_choice(claim, step) for claim in open_claims]
    limits, is_proven = _solve(choices, found.free / step)
    best = Plan(tuple(_fills(choices, limits, found.free, policy)), is_proven)
    # The solver reckons in floating point, and its plan is reckoned anew in whole cents before it is believed.
    if best.given > found.free or best.filled < first.filled:
        return replace(first, is_proven=False)
    return best


def _whole_steps(claims: Iterable[Claim], free: Decimal, policy: Policy) -> Iterator[Fill]:
    """Yield what the claims take of an amount where each step of a limit fills as much as it takes."""
    step, left = policy.limit_step, free
    for claim in claims:
        if claim.cover == claim.limit:
            given = min(claim.need // step * step - claim.limit, given_up_to(claim, left, policy))
            if given > 0:
                yield (found := fill(claim, given, left, policy))
                left = found.left


def _choice(claim: Claim, step: Decimal) -> _Choice:
    least, most = int(claim.cover // step) + 1, int(round_up(claim.need, step) / step)
    cost, worth = least * step - claim.limit, min(claim.need, least * step) - claim.cover
    between = max(0, most - least - 1)
    last = (claim.need - (most - 1) * step) / step if most > least else NOTHING
    if cost == worth == step and last:
        return _Choice(claim, least - 1, NOTHING, NOTHING, between + 1, last)
    return _Choice(claim, least, cost / step, worth / step, between, last)


def _solve(choices: Sequence[_Choice], free: Decimal) -> tuple[list[int], bool]:
    """Return each choice's limit in steps, 0 for none, and whether no other plan fills more; `free` is in steps.

    Steps between are worth the same whoever gets them: one variable counts them all.
    """
    solver = _solver(choices)
    costs = [1.0, *(float(part) for one in choices for part in (one.cost, 1))]
    worths = [1.0, *(float(part) for one in choices for part in (one.worth, one.last))]
    _bound(solver, costs, most=float(free))
    taken, is_proven = _run(solver, [-worth for worth in worths])
    if is_proven:
        # Of the plans that fill the most, one that gives the least.
        filled = sum(part * worth for part, worth in zip(taken, worths, strict=True))
        _bound(solver, worths, least=filled - TOLERANCE)
        sparing, is_found = _run(solver, costs)
        taken = sparing if is_found else taken
    return list(_limits(choices, [round(part) for part in taken])), is_proven


def _solver(choices: Sequence[_Choice]) -> Any:  # noqa: ANN401 - the solver's classes come without types
    """Return a solver of these variables: the steps between of all claims; of each its least limit, its last step."""
    import highspy  # noqa: PLC0415 - an engine, loaded where a plan must be searched for

    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in OPTIONS.items():
        solver.setOptionValue(name, value)
    leasts = [0, *(part for one in choices for part in (int(one.is_open), 0))]
    mosts = [sum(one.between for one in choices), *(part for one in choices for part in (1, int(one.last > 0)))]
    count = len(mosts)
    solver.addVars(count, [float(least) for least in leasts], [float(most) for most in mosts])
    solver.changeColsIntegrality(count, list(range(count)), [highspy.HighsVarType.kInteger] * count)
    # No step above a least limit without that limit.
    chosen = list(range(1, count, 2))
    _bound(solver, [1.0, *(-float(one.between) for one in choices)], [0, *chosen], most=0.0)
    for place in chosen:
        _bound(solver, [-1.0, 1.0], [place, place + 1], most=0.0)
    # Of claims alike in what comes first, the one with more to come goes first: a plan is not searched for twice.
    for before, after in _alike(choices):
        _bound(solver, [-1.0, 1.0], [chosen[before], chosen[after]], most=0.0)
    return solver


def _alike(choices: Sequence[_Choice]) -> Iterator[tuple[int, int]]:
    kinds = defaultdict(list)
    for place, one in enumerate(choices):
        kinds[one.cost, one.worth].append(place)
    for places in kinds.values():
        places.sort(key=lambda place: (-choices[place].between, -choices[place].last))
        yield from pairwise(places)


def _bound(
    solver: Any,  # noqa: ANN401 - as above
    factors: Sequence[float],
    places: Sequence[int] | None = None,
    *,
    least: float = -math.inf,
    most: float = math.inf,
) -> None:
    at = list(range(len(factors)) if places is None else places)
    solver.addRow(least, most, len(at), at, list(factors))


def _run(solver: Any, costs: Sequence[float]) -> tuple[list[float], bool]:  # noqa: ANN401 - as above
    """Return the variables of the plan of the least costs that was found, and whether none costs less."""
    solver.changeColsCost(len(costs), list(range(len(costs))), list(costs))
    solver.run()
    is_proven = solver.getModelStatus().name == "kOptimal"
    return list(solver.getSolution().col_value) or [0.0] * len(costs), is_proven


def _limits(choices: Sequence[_Choice], taken: Sequence[int]) -> Iterator[int]:
    """Yield the limits in steps; the steps between go to the first in order that are given a limit."""
    between = taken[0]
    for one, chosen, last in zip(choices, taken[1::2], taken[2::2], strict=True):
        steps = min(between, one.between) if chosen else 0
        between -= steps
        yield one.least + steps + last if chosen and (steps or last or not one.is_open) else 0


def _fills(choices: Iterable[_Choice], limits: Iterable[int], free: Decimal, policy: Policy) -> Iterator[Fill]:
    """Yield what the limits fill, in whole cents."""
    left = free
    for one, steps in zip(choices, limits, strict=True):
        if steps:
            found = fill(one.claim, steps * policy.limit_step - one.claim.limit, left, policy)
            left = found.left
            yield found
