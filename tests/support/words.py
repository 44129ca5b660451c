import re

# Words of the code that people never meet (docs/glossary.md).
NEVER_SHOWN = re.compile(
    r"\b(gates?|gating|placements?|respondents?|capabilit(y|ies)|delta|catalogue|quorum|version hash|\d{4}-Q\d)\b",
    re.IGNORECASE,
)
