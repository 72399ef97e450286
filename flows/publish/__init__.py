"""Publication: a version is built aside, then put before the readers in one step."""

from flows.publish.calendars import write_calendars
from flows.publish.versions import kept_versions, publish, published_run, roll_back

__all__ = ["kept_versions", "publish", "published_run", "roll_back", "write_calendars"]
