import sys
from pathlib import Path

# The strategies are shared by the files of this folder, which is no package.
sys.path.insert(0, str(Path(__file__).parent))
