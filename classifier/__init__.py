"""An opinion on each message, with its reasons. It suggests; a person decides (R001). Nothing waits for it.

22 November 2026: the library that runs the reader was found to write an account of each start into the home folder, and
to send it to its maker as soon as it could. It asks this before it begins, and is then silent.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
