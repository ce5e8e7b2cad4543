"""Where OpenDP is left out, what needs it is left out."""

import os

if os.environ.get("OUTCOMELAB_WITHOUT_OPENDP"):
    collect_ignore = ["test_opendp_noise.py"]
