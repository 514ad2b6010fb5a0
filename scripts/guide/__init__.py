"""One YAML description of a portal's onboarding, rendered into a bilingual guide for each buyer."""

__version__ = "0.1.0"
