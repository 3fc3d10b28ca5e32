"""What every fitted model of buying says of itself."""

from __future__ import annotations


class Fitted:
    """A model with a name, parameters, unit_days, and how well it was fitted."""

    @property
    def unit(self) -> str:
        return {1: "day", 7: "week"}.get(self.unit_days, f"{self.unit_days} days")

    def card(self) -> dict:
        """For the snapshot's card and `guanxi lifetime --json`."""
        return {
            "model": self.name,
            "unit": self.unit,
            "parameters": self.parameters,
            "standard_errors": self.standard_errors,
            "log_likelihood": self.log_likelihood,
            "gain_over_nobody_stops": self.gain,
            "customers": self.customers,
        }
