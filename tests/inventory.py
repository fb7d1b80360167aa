"""The IDs of the inventory of the position, sections 1.1 to 1.8: what the pages must state. Notes X1 to X9 besides."""

SECTIONS = {
    "G": 10,
    "P": 8,
    "C": 10,
    "L": 9,
    "D": 20,
    "O": 7,
    "E": 15,
    "F": 15,
    "DP": 9,
    "V": 4,
    "M": 4,
    "T": 5,
    "X": 9,
}
IDS = frozenset(f"{letter}{number}" for letter, last in SECTIONS.items() for number in range(1, last + 1)) | {
    "R-A1",
    "R-A2",
    "R-A3",
}
COMMITMENTS = frozenset(
    f"{letter}{number}" for letter in ("O", "E", "F", "DP", "V", "M") for number in range(1, SECTIONS[letter] + 1)
)
