"""What the models are called."""

from __future__ import annotations


def model_title(name: str) -> str:
    """As the field writes it: MBG/CNBD-2, Pareto/NBD, Gamma-Gamma."""
    if name == "gamma-gamma":
        return "Gamma-Gamma"
    kind, _, rest = name.partition("-")
    return f"{kind.capitalize() if kind == 'pareto' else kind.upper()}/{rest.upper().replace('-K', '-k')}"
