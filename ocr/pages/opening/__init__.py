"""The jailed child that opens one document: bytes in, a line of JSON and packed pixels out.

Runs as a process of its own (`python -m opening`, found beside `ocr.pages`, so that it loads no more than it needs).
Everything here may be fed with hostile bytes; whatever goes wrong ends this process alone.
"""
