"""What generated cards talk about, and how they draw from it."""

from __future__ import annotations

import random

TOPICS = (
    "no-show", "sepsis-risk", "triage", "bed-demand", "ambient-notes", "coding-help", "readmission", "staffing",
    "fall-risk", "letter-drafts", "image-quality", "lab-forecast", "referral-sort", "drug-interactions",
)  # fmt: skip
THINGS = ("appointment", "admission", "referral", "discharge", "transfer", "follow-up", "consultation", "prescription")
FIELDS = (
    "age", "lead_days", "visits", "distance_km", "prior_stays", "ward_load", "day_of_week", "hour", "creatinine",
    "haemoglobin", "sodium", "heart_rate", "systolic", "temperature", "spo2", "weight_kg", "height_cm", "language",
    "insurer", "clinic", "channel", "referrer", "medications", "allergies", "hba1c", "lactate", "platelets",
)  # fmt: skip
UNITS = {"age": "years", "lead_days": "days", "distance_km": "km", "weight_kg": "kg", "height_cm": "cm", "spo2": "%"}
PEOPLE = ("front desk", "ward", "care team", "night shift", "bed managers", "coders", "pharmacists")
LIMITS = (
    "Trained on one region; other regions write and refer differently.",
    "Few cases under 18, whose appointments are kept by others.",
    "Weak on rare diagnoses: below fifty cases a year the estimate is little more than the prior.",
    "Not tested at night.",
    "Patients with no visit in the last two years are scored from very little.",
    "Drug names are often misspelt in what it reads, and then not recognised.",
    "Calibrated on the years after the merger of both sites (Süd and Köln-Nord); older cases score too high.",
    "Invents words in long silences; recordings are cut at pauses first.",
    "Its answers are worse in Spanish and Diné than in English, and nobody has measured by how much.",
)
OUT_OF_SCOPE = (
    "Denying or postponing an appointment.", "Judging a patient.", "Emergency and same-day visits.",
    "Setting anyone's pay or rota without a person who answers for it.", "Research without a protocol of its own.",
)  # fmt: skip
CLAUSES = (
    "It reads what the record system holds on the evening before and gives one number for each case",
    "cases without a recent visit are left to people",
    "the threshold is set by each department and looked at every quarter",
    "what it is unsure of is marked and comes last",
    "its inputs are checked for range and unit before anything is estimated",
    "nobody is treated, refused or charged because of its answer alone",
    "the team that owns it looks at a sample of a hundred answers each month",
    "where an input is missing the median of the clinic stands in, and the answer says so",
    "an answer that is overruled is kept with its reason, and is used when it is trained next",
)
GROUPS = ("age:65+", "age:18-30", "sex:f", "sex:m", "language:es", "distance:50km+", "insurer:none", "site:north")
SUITES = ("holdout", "temporal", "external-site", "robustness", "subgroups")
METRICS = ("auroc", "sensitivity", "specificity", "calibration_slope", "brier")


def prose(rng: random.Random, least: int, most: int) -> str:
    """Some sentences."""
    said = rng.sample(CLAUSES, rng.randint(least, most))
    return " ".join(f"{clause[0].upper()}{clause[1:]}." for clause in said)


def digest(rng: random.Random) -> str:
    """A digest of something nobody has."""
    return f"sha256:{rng.getrandbits(256):064x}"


def some(rng: random.Random, of: tuple[str, ...], least: int, most: int) -> list[str]:
    """A few of these, in any order."""
    return rng.sample(of, rng.randint(least, most))
