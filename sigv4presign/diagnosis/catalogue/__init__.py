"""What is known of each cause, by families: the data of ``docs/causes.md``."""

from .forms import FORMS
from .headers import HEADERS
from .keys import KEYS
from .outcomes import OUTCOMES
from .paths import PATHS
from .payloads import PAYLOADS
from .places import PLACES
from .queries import QUERIES
from .times import TIMES
from .tokens import TOKENS

FAMILIES = (
    ("Time and lifetime", TIMES),
    ("Keys and secrets", KEYS),
    ("Session tokens", TOKENS),
    ("Host, region and service", PLACES),
    ("The path", PATHS),
    ("The query", QUERIES),
    ("Headers", HEADERS),
    ("The body", PAYLOADS),
    ("Upload forms with a POST policy", FORMS),
    ("The method, the mechanism, and what is no fault of the signature", OUTCOMES),
)

CAUSES = {cause.identifier: cause for _, causes in FAMILIES for cause in causes}
