"""The pages: what a night nurse and a RIS administrator see and press. Decides nothing; asks the use-cases."""
