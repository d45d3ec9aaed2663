"""One person, one address: the form under which an address is kept and compared."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _


def canonical_email(raw: str) -> str:
    """The address in its one form: NFKC, ASCII lower case, domain by IDNA.

    Only ASCII letters are lowered: full case folding would let ``ı`` or ``ſ`` meet another person's address.
    Raises ValidationError where no letter could ever arrive, or where scripts are mixed to deceive.
    """
    text = unicodedata.normalize("NFKC", raw).strip()
    local, at, domain = text.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError:
        at = ""
    if not at or len(text) > 254:
        raise ValidationError(_("Enter an e-mail address such as name@example.org."), code="invalid")
    if not local.isascii():
        raise ValidationError(
            _("The part before @ has letters that only look like Latin ones. Type it again on a Latin keyboard."),
            code="mixed_script",
        )
    address = "".join(c.lower() if c.isascii() else c for c in f"{local}@{domain}")
    validate_email(address)
    return address
