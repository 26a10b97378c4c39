"""The demo's night: invented referrals, the paper and the line between machines, a gateway and a reader that answer."""
