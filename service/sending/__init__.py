"""The way out, as a person would tell it: taken in, drafted, released, handed to the gateway, settled by receipts."""
