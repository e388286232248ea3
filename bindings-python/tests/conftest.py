"""What all tests share: where their own modules are found, and time for a busy machine."""

import sys
from pathlib import Path

from hypothesis import settings

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "vectors")]

settings.register_profile("tests", deadline=None)
settings.load_profile("tests")
