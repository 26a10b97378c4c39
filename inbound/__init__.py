"""Everything that arrives: folders and mailboxes, receipts and faxes, what is on them, and whose they are."""
