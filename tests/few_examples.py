"""For pytest, `-p tests.few_examples`: properties are tried on few and always the same examples (tools/mutate.py)."""

from typing import Any

from hypothesis import HealthCheck, Phase, is_hypothesis_test, settings

MOST = 15


def pytest_collection_modifyitems(items: list[Any]) -> None:
    for item in items:
        test = getattr(item, "obj", None)
        if test is not None and is_hypothesis_test(test):
            asked = test._hypothesis_internal_use_settings
            test._hypothesis_internal_use_settings = settings(
                asked,
                max_examples=min(asked.max_examples, MOST),
                derandomize=True,
                database=None,
                phases=(Phase.explicit, Phase.generate),  # nobody reads the smallest example of a mutant
                suppress_health_check=list(HealthCheck),
                deadline=None,
            )
