"""The network from which somebody comes: what one home or office has to itself."""

import ipaddress
import re

# An IPv4 address is scarce: neighbors have others, while a library or an office shares one.
IPV4_BITS = 32
IPV6_BITS = 56  # the smallest block that providers give to one home, which may use all of it
_WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d+)?|(\d+(?:\.\d+){3}):\d+")
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # IPv4 behind a translator (RFC 6052)


def network_of(address: str) -> str:
    """Return the network of an address: IPv4 by address, IPv6 by its first 56 bits.

    Some proxies add a port, with the address in brackets. Empty if it is no address: whoever comes
    so is not counted, since all of them would be one network that waits for each other.
    """
    text = address.strip().strip('"').partition("%")[0]
    match = _WITH_PORT.fullmatch(text)
    try:
        ip = ipaddress.ip_address(match[1] or match[2] if match else text)
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or (_translated(ip) if ip in _TRANSLATED else ip)
    bits = IPV4_BITS if ip.version == 4 else IPV6_BITS
    return str(ipaddress.ip_network((ip, bits), strict=False))


def _translated(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(ip.packed[-4:])
