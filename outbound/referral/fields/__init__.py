"""What of a referral is carried to the reader, and why a person must look at it first.

In go rows and entries, out come the fields: by their labels, by their values, by what sentences tell.
"""
