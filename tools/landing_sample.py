"""Takes from a results file what the landing page draws of it.

manage.py assess examples/beauty_brand.yaml --json - | python -m tools.landing_sample
"""

import json
import sys

from continuity.dashboard import sample

if __name__ == "__main__":
    part = sample.part_of(json.load(sys.stdin))
    sample.RESULTS.write_text(json.dumps(part, indent=2, ensure_ascii=False) + "\n")
    print(f"{sample.RESULTS.name}: {len(part['functions'])} functions of {part['organisation']['name']}")
