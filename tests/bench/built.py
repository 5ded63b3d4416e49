"""Which krepis ci/bench measures: that of ci/release where it has been made, else that of ci/krepis. What it is held against is of `release`."""
import os
import subprocess
import sys

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
yardsticks = os.path.join(root, "build", "release")
optimized = os.path.join(root, "build", "optimized", "krepis")
krepis = optimized if os.path.exists(optimized) else os.path.join(yardsticks, "krepis")


def bring_up_to_date():
    """Builds what has changed of both, and says on stderr which is measured."""
    subprocess.check_call([os.path.join(root, "ci", "krepis"), "--version"], stdout=sys.stderr)
    if krepis == optimized:
        subprocess.check_call([os.path.join(root, "ci", "release")], stdout=sys.stderr)
    print(f"measured: {os.path.relpath(krepis, root)}", file=sys.stderr)
