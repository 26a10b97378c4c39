"""Everything that leaves the hospital: referral read, anonymised, typeset, gated, and handed to the gateway."""
