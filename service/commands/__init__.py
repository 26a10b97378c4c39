"""The commands of the command line: a function each, named as its command, called with its words and surroundings."""
