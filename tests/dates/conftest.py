import sys
from pathlib import Path

from hypothesis import settings

# The strategies are shared by the files of this folder, which is no package.
sys.path.insert(0, str(Path(__file__).parent))

# How long an example takes says nothing about dates.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
