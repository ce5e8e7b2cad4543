"""Every address that the service answers at, as its URL conf has them: for tests that ask for all of them."""

import re
from urllib.parse import quote

from django.urls import URLResolver, get_resolver

_PLACE = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?(\w+)>")


def addresses():
    """Each address with its places as `{name}`, and the names of those."""
    found = sorted(set(_below(get_resolver(), "")))
    assert len(found) > 80
    return [(one, tuple(re.findall(r"{(\w+)}", one))) for one in found]


def filled(address, values):
    """The address with a value in each of its places."""
    return address.format(**{name: quote(str(value)) for name, value in values.items()})


def template(route):
    """An address as an URL conf has it, with its places as `{name}`."""
    return (
        _PLACE.sub(lambda found: "{%s}" % (found[1] or found[2]), route)
        .replace("^", "")
        .strip("$")
        .replace("\\", "")
    )


def _below(resolver, before):
    for pattern in resolver.url_patterns:
        here = before + template(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, here)
        else:
            yield f"/{here}"
