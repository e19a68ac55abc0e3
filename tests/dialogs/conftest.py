"""A coach that keeps what is practised, and somebody who practises with it."""

import pytest

from dialogs.conversation import Coach
from dialogs.privacy import Keeping
from knowledge.library import Library
from tests.dialogs.practising import Practising


@pytest.fixture(scope="session")
def keeping(library: Library) -> Coach:
    return Coach(library, Keeping(90))


@pytest.fixture
def someone(keeping: Coach) -> Practising:
    return Practising(keeping)
