"""Texts redacted by Presidio as one would set it up for Swedish: run by the Python of an environment that has it.

Reads {"texts", "first_names", "surnames"} as JSON from standard input, writes {"texts", "seconds"}.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import time
from typing import Any, Final

_NEAR: Final = (
    r"(?:hustrun|makan|maken|mannen|sambon|dottern|sonen|brodern|systern|mamman|pappan|modern|fadern|grannen|vännen)"
)
_ADDRESS: Final = (
    r"[A-ZÅÄÖ][a-zåäö]+(?:gatan|vägen|gränd|torget|stigen|backen)\s\d{1,3}|\d{3}\s?\d{2}\s[A-ZÅÄÖ][a-zåäö]+"
)


def main() -> None:
    """One run."""
    told = json.load(sys.stdin)
    engine = _engine([*told["first_names"], *told["surnames"]])
    start = time.perf_counter()
    texts = [_redacted(engine, text) for text in told["texts"]]
    json.dump({"texts": texts, "seconds": time.perf_counter() - start}, sys.stdout)


def _engine(names: list[str]) -> Any:
    """Presidio on a blank Swedish tokenizer, its own recognisers, and names, addresses and relations beside them."""
    presidio: Any = importlib.import_module("presidio_analyzer")
    own: Any = importlib.import_module("presidio_analyzer.predefined_recognizers")
    nlp: Any = importlib.import_module("presidio_analyzer.nlp_engine").SpacyNlpEngine()
    nlp.nlp = {"sv": importlib.import_module("spacy").blank("sv")}
    common = {"supported_language": "sv", "global_regex_flags": re.DOTALL}
    patterns = {"ADDRESS": _ADDRESS, "RELATION": rf"{_NEAR}\s[A-ZÅÄÖ][a-zåäö]+"}
    recognisers = [
        own.EmailRecognizer(supported_language="sv"),
        own.PhoneRecognizer(supported_language="sv", supported_regions=["SE"]),
        own.SePersonnummerRecognizer(supported_language="sv"),
        presidio.PatternRecognizer("NAME", deny_list=[name.capitalize() for name in names], **common),
    ]
    for word, regex in patterns.items():
        recognisers.append(presidio.PatternRecognizer(word, patterns=[presidio.Pattern(word, regex, 0.6)], **common))
    registry = presidio.RecognizerRegistry(recognizers=recognisers, supported_languages=["sv"])
    return presidio.AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["sv"])


def _redacted(engine: Any, text: str) -> str:
    """The text with a sign in place of each finding."""
    for found in sorted(engine.analyze(text=text, language="sv"), key=lambda one: -one.start):
        text = text[: found.start] + "[x]" + text[found.end :]
    return text


if __name__ == "__main__":
    main()
