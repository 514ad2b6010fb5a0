"""The audit: whether any published site holds something that belongs to another buyer, or a placeholder left unfilled.

A guide, its buyers and the folder of sites go in, and problems come out of `audit`. `secrets` says what to look for,
`extract` what a file says, `scan` what is wrong with a site, `run` spreads many sites over processes.
"""

from guide.core.commands import install_command
from guide.core.errors import MachineError

try:
    from guide.publishing.audit.run import audit
except ImportError as error:
    command = install_command("audit", "audit")
    message = f"the package {error.name} is missing, and an audit needs it; run {command}, which installs it"
    raise MachineError(message) from None

__all__ = ["audit"]
