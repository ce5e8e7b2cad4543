"""Do the lab's own releases withstand attack? The whole battery: what `outcomelab selftest --whole` prints.

python -m benchmarks.selftest
"""

from __future__ import annotations

import time

from outcomelab.attacks.releases.selftest import selftest
from outcomelab.demo.attacked import attacked


def main() -> None:
    """Print every attack: success, the guess anybody could make, and the limit, in per cent."""
    begun = time.process_time()
    for one in (*selftest(whole=True), *attacked()):
        print(
            f"  {one.success:5.1f} (guess {one.guess:4.1f}, limit {one.limit:4.1f}) "
            f"{'holds   ' if one.holds else 'SUCCEEDS'} {one.attack.name}: {one.released}; {one.measure}",
            flush=True,
        )
    print(f"  CPU s: {time.process_time() - begun:.0f}")


if __name__ == "__main__":
    main()
