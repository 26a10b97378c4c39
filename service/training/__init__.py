"""How the nets and the second opinion were made, and how anybody makes them anew. The service runs without this.

What tells single digits (`ocr/nets/digits.npz`) is made by `digits`, what doubts the anonymiser's rules
(`outbound/opinion/weights.npz`) by `opinion`, and what reads returned fax pages as follows.

`ocr/nets/swe_fax.traineddata` is Debian's Swedish net for Tesseract (Apache-2.0), trained further on lines that were
drawn in many faces, worn as fax pages (`service.demo.paper`) and prepared as the service prepares a page. Needed are
Debian's tesseract-ocr and tesseract-ocr-swe, its fonts (the more the better) and a Swedish word list (wswedish):

    python -m service.training OUT --lines tests/corpus/blind_*.txt \\
        --words /usr/share/dict/swedish outbound/lexicon/clinical.txt outbound/lexicon/english.txt
"""
