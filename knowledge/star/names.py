"""Signs that an answer names a private person: full names, addresses, registrations, reference and collar numbers."""

import re

_TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr|PC|DC|PS|DS|Sgt|Sergeant|Inspector|Constable)\.?"
_WORD = r"[A-Z][a-z]+(?:[-'’][A-Z][a-z]+)?"
_NOT_NAMES = frozenset(
    "I The A An My Our We He She They It In On At After Before When While Then But And So If As For From With Because "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December Christmas Easter New Year Police Force Met Service Station Street Road "
    "School College University Hospital House Home Centre Park Green Team Unit Council Royal British English Polish "
    "Mental Health Act Domestic Abuse Child Protection Social Services Control Room Home Office Crown Court Code Ethics "
    "Situation Task Action Result Duty Response Community Support Officer Boxing Day Bank Holiday Saint St Great North "
    "South East West Upper Lower Head Deputy Area Store Manager Red Cross Citizens Advice".split()
)
_PATTERNS = (
    re.compile(rf"\b{_WORD} {_WORD}\b"),
    re.compile(rf"\b{_TITLE} (?:{_WORD} )?{_WORD}\b"),
    re.compile(r"\b\d{1,4}[a-z]? (?:[A-Z][a-z]+ ){1,2}(?:Street|Road|Lane|Avenue|Close|Drive|Way|Court|Gardens|Terrace|Crescent|Place)\b"),
    re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b"),
    re.compile(r"\b(?:crime (?:ref\w*|number)|crn|cad|collar(?: number)?|warrant(?: number)?|shoulder number)\W{0,3}(?:number |no\.? |is )?\w*\d{3,}\w*(?:/\d+)*", re.I),
    re.compile(r"\b(?:pc|ps|dc|pcso) ?\d{3,5}\b", re.I),
    re.compile(r"\b[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}\b"),
)


def names_in(text: str) -> list[tuple[int, int]]:
    """Where private people may be named, in characters."""
    found = []
    for number, pattern in enumerate(_PATTERNS):
        for match in pattern.finditer(text):
            if number < 2 and any(word.strip(".") in _NOT_NAMES for word in re.split(r"[ ]", match[0])):
                continue
            if number == 0 and _opens(text, match.start()) and match[0].split()[0].lower() in _COMMON_STARTS:
                continue
            found.append(match.span())
    return sorted(set(found))


def _opens(text: str, at: int) -> bool:
    """Whether a sentence begins here, where any word has a capital."""
    before = text[:at].rstrip()
    return not before or before[-1] in ".!?:\n-•*"


_COMMON_STARTS = frozenset("last this that these those one two some every each no yes well what how once during since".split())
