"""What an app on a phone shows (RFC 6238: SHA-1, six digits, every 30 seconds)."""

import base64
import hashlib
import hmac
import re
import struct
import time


def code(key, later=0):
    """The code of a key, so many seconds from now."""
    counter = struct.pack(">Q", int(time.time() + later) // 30)
    digest = hmac.digest(base64.b32decode(key), counter, hashlib.sha1)
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def wrong_code(key):
    """A code that is not taken now, nor a minute before or after."""
    taken = {code(key, later) for later in range(-90, 91, 30)}
    return next(one for one in (f"{number:06d}" for number in range(10)) if one not in taken)


def key_on(page):
    """The key that a page shows for an app."""
    return re.search(r'id="key">([A-Z2-7]+)<', page)[1]
