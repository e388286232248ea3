"""What all tests share: where the modules of helpers are found, and time for a busy machine."""

import sys
from pathlib import Path

from hypothesis import settings

# A folder for each subject, with its helpers, which others may use: their names are unique.
HERE = Path(__file__).parent
sys.path[:0] = sorted({str(file.parent) for file in HERE.glob("*/*.py")})

settings.register_profile("tests", deadline=None)
settings.load_profile("tests")
