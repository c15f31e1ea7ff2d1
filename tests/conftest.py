"""What every test shares: Hypothesis profiles and the switch that renews golden files."""

import pytest
from hypothesis import settings

# The same examples in every run, so that a change is to blame when one fails; `make fuzz` looks
# for new ones. No deadline: a shared machine is slow at times.
settings.register_profile("fixed", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("fuzz", deadline=None, print_blob=True)
settings.load_profile("fixed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden files again from what the code gives now; review the diff",
    )


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written instead of compared."""
    return bool(request.config.getoption("--update-golden"))
