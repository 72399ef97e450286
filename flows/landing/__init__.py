"""The landing: append-only Parquet, one file per stream and run, visible once its run is committed."""

from flows.landing.commits import Commit, LandedFile, Landing
from flows.landing.registration import register_landing
from flows.landing.writer import Loading, StreamChange, land_changes

__all__ = ["Commit", "LandedFile", "Landing", "Loading", "StreamChange", "land_changes", "register_landing"]
