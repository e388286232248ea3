"""What all tests share: where their own modules are found, and time for a busy machine."""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

settings.register_profile("tests", deadline=None)
settings.load_profile("tests")
