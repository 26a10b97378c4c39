"""The way back, as a person would tell it: arrived, read, proposed, confirmed, forwarded, handed to the RIS."""
