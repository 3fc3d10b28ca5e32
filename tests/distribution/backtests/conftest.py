"""Order lines of firms whose truth is known, brought to an engine."""

from collections.abc import Callable

import pytest

from tests.distribution.backtests.firms import table


@pytest.fixture
def simulated(engine) -> Callable:
    return lambda lines, **more: engine.table(table(lines, **more))
