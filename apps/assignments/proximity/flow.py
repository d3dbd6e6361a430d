"""The only place that knows OR-Tools."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from apps.assignments.proximity.table import Ints


@dataclass(frozen=True, slots=True)
class Network:
    """Arcs from ``tail`` to ``head`` with room for ``capacity`` at ``cost`` each, whole numbers.

    ``supply`` of each node adds up to 0; what is below 0 is what the node must take in.
    """

    tail: Ints
    head: Ints
    capacity: Ints
    cost: Ints
    supply: Ints

    def least_cost_flow(self) -> Ints:
        """The flow on each arc that sends all supply at the least cost.

        Raises RuntimeError if there is none: those who call see to it that there is one.
        """
        solver = SimpleMinCostFlow()
        arcs = solver.add_arcs_with_capacity_and_unit_cost(
            self.tail, self.head, self.capacity, self.cost
        )
        solver.set_nodes_supplies(np.arange(len(self.supply)), self.supply)
        status = solver.solve()
        if status != solver.OPTIMAL:
            raise RuntimeError(f"no least-cost flow: {status}")
        flows: Ints = solver.flows(arcs)
        return flows
