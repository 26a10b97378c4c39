"""Tables of what was measured at several times: each figure keeps its analysis and its time."""

from __future__ import annotations

import pytest
import typst
from corpus import referrals

from outbound import referral
from outbound.referral import FieldName, Referral

HEAD = (
    "Remiss röntgen",
    "Namn: Tage Ekman",
    "Personnummer: 19410622-9828",
    "Undersökning: DT buk med kontrast",
    "Frågeställning: Abscess?",
    "Anamnes: Buksmärta sedan tre dagar, feber i natt.",
)
FOOT = ("Vikt: 80 kg", "Remittent: Dr Eva Lind, KAVA NÄL, tel 031-390 06 10")
TABLES = {
    "days": ("Lab      25/11   26/11   27/11", "CRP      139     218     307", "Krea     91      117     153"),
    "times": ("Prov     kl 08.00   kl 14.30", "Laktat   4,1        2,2", "Krea     91         117"),
    "one not taken": ("Analys   2026-11-26   2026-11-27", "Krea     91           117", "CRP                   218"),
}


def read(lines: tuple[str, ...]) -> Referral:
    """Lines as a referral."""
    return referral.read("\n".join(lines).encode(), "remiss.txt", today=referrals.TODAY)


@pytest.mark.parametrize(
    ("table", "kidney", "others"),
    [
        ("days", "Krea: 91 / 117 / 153 (25/11 / 26/11 / 27/11)", "CRP: 139 / 218 / 307 (25/11 / 26/11 / 27/11)"),
        ("times", "Krea: 91 / 117 (kl 08.00 / kl 14.30)", "Laktat: 4,1 / 2,2 (kl 08.00 / kl 14.30)"),
        ("one not taken", "Krea: 91 / 117 (2026-11-26 / 2026-11-27)", "CRP: 218 (2026-11-27)"),
    ],
)
def test_a_figure_keeps_its_time(table: str, kidney: str, others: str) -> None:
    """Also where one was not taken: the column tells which time a figure has."""
    made = read((*HEAD, *TABLES[table], *FOOT))
    assert kidney.removeprefix("Krea: ") in made.fields[FieldName.KIDNEY]
    assert others in made.fields[FieldName.OTHER]
    assert made.fields[FieldName.WEIGHT] == "80 kg"


def test_dates_side_by_side_without_figures_below_are_no_table() -> None:
    """A line of two dates may be the patient's: what stands in it is read as ever."""
    made = read((*HEAD, "Ekman, Tage   1941-06-22   2026-11-27", "Ligger på avdelning 5", *FOOT))
    assert "1941-06-22" in made.identity.birth_dates
    assert made.fields[FieldName.WEIGHT] == "80 kg"


def test_a_table_between_rules_keeps_units_and_times() -> None:
    """Each analysis, its unit and its figures stand in boxes of their own, as laboratories print them."""
    cells = ("Analys", "Enhet", "25/11", "26/11", "Kreatinin", "µmol/L", "91", "117", "LPK", "10^9/L", "12,4", "16,8")
    table = f"#table(columns: (30mm, 20mm, 20mm, 20mm), {', '.join(f'[{cell}]' for cell in cells)})"
    page = " \\\n".join(HEAD) + f"\n\n{table}\n\n" + " \\\n".join(FOOT)
    pdf = typst.compile(f'#set text(font: "DejaVu Sans", size: 9pt)\n{page}'.encode())
    made = referral.read(pdf, "remiss.pdf", today=referrals.TODAY)
    assert made.fields[FieldName.KIDNEY].endswith("91 / 117 µmol/L (25/11 / 26/11)")
    assert "LPK: 12,4 / 16,8 10^9/L (25/11 / 26/11)" in made.fields[FieldName.OTHER]


ANSWERS = {
    "unit and time": (
        "Analys          Resultat   Enhet     Provtid",
        "P-CRP           388        mg/L      27/11 22:10",
        "P-Kreatinin     203        µmol/L    27/11 22:10",
    ),
    "time first": (
        "Prov            Provdatum     Värde   Enhet    Ref.intervall",
        "P-CRP           27/11 22:10   388     mg/L     <5",
        "P-Kreatinin     27/11 22:10   203     µmol/L   45-90",
    ),
    "no unit": (
        "Komponent       Svar       Datum",
        "CRP             388        2026-11-27",
        "Kreatinin       203        2026-11-27",
    ),
}


@pytest.mark.parametrize(
    ("table", "kidney", "others"),
    [
        ("unit and time", "203 µmol/L (27/11 22:10)", "P-CRP: 388 mg/L (27/11 22:10)"),
        ("time first", "203 µmol/L (27/11 22:10, 45-90)", "P-CRP: 388 mg/L (27/11 22:10, <5)"),
        ("no unit", "203 (2026-11-27)", "CRP: 388 (2026-11-27)"),
    ],
)
def test_a_laboratorys_answers_keep_their_units_and_times(table: str, kidney: str, others: str) -> None:
    """In whatever order its columns stand; and "Enhet" there is no referring unit."""
    made = read((*HEAD, *ANSWERS[table], *FOOT))
    assert made.fields[FieldName.KIDNEY].endswith(kidney)
    assert others in made.fields[FieldName.OTHER]
    assert made.fields[FieldName.UNIT] == "KAVA NÄL"


def test_a_row_of_facts_below_the_table_is_none_of_it() -> None:
    """A label, its value and others in the same columns: the table has ended."""
    made = read((*HEAD, *ANSWERS["unit and time"], "Längd           168 cm     Smitta    MRSA", *FOOT))
    assert made.fields[FieldName.LENGTH] == "168 cm"
    assert "MRSA" in made.fields[FieldName.INFECTION]
