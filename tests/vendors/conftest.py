"""What tests of vendors' models share."""

from tests.vendors.houses import desk

__all__ = ["desk"]
