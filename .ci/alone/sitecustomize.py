"""Makes `import django` and `import springtide` fail, as where only the engine is installed."""

import sys

for name in ("django", "springtide"):
    sys.modules[name] = None  # type: ignore[assignment]
