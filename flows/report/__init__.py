"""The static report: pages for account managers, written beside the marts of a version."""

from flows.report.lineage import Drawn
from flows.report.pages import write_report

__all__ = ["Drawn", "write_report"]
