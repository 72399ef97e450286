"""Reads a Zendesk account by its incremental exports: requests, customers, people, and ratings of the help."""

import contextlib
from collections.abc import Iterator

from flows.extraction.connector import ObjectConnector
from flows.extraction.streams import Field, Object, ObjectStream, Window, moment_text
from flows.policy import Policy
from flows.sources.zendesk.client import Zendesk
from flows.sources.zendesk.settings import ZendeskSettings

EXPORTS = "the role of an administrator, since only those may export"
# What Zendesk puts on a request whose conversation went on in another one, so that it is none of its own any more.
MERGED = "closed_by_merge"


@contextlib.contextmanager
def opened(settings: ZendeskSettings, policy: Policy) -> Iterator[Zendesk]:
    """A client to the account."""
    yield Zendesk(settings, policy)


def _exported(ticket: Object) -> str | None:
    """When a request was last changed by anybody or by the system itself, by which the export is ordered."""
    return moment_text(ticket.get("generated_timestamp") or ticket["updated_at"])


def _is_gone(ticket: Object) -> bool:
    return ticket.get("status") == "deleted" or MERGED in (ticket.get("tags") or ())


connector = ObjectConnector(
    name="zendesk",
    settings=ZendeskSettings,
    opened=opened,
    object_streams=(
        ObjectStream(
            name="organizations",
            description="Customers as support knows them, one object per organization.",
            fields={
                "id": Field(required=True),
                "name": Field(),
                "external_id": Field(),
                "domain_names[0]": Field(),
                "updated_at": Field("timestamp", required=True),
            },
            listed=lambda zendesk, window: zendesk.organizations(window),
            changed=lambda zendesk, since: zendesk.organizations(Window(since)),
            has_windows=True,
            version=lambda organization: moment_text(organization["updated_at"]),
            is_deleted=lambda organization: bool(organization.get("deleted_at")),
            permission=EXPORTS,
        ),
        ObjectStream(
            name="users",
            description="People who ask for help and who give it, one object per user.",
            fields={
                "id": Field(required=True),
                "email": Field(pii=True),
                "updated_at": Field("timestamp", required=True),
            },
            listed=lambda zendesk, window: zendesk.users(window),
            changed=lambda zendesk, since: zendesk.users(Window(since)),
            has_windows=True,
            version=lambda user: moment_text(user["updated_at"]),
            permission=EXPORTS,
        ),
        ObjectStream(
            name="tickets",
            description="Requests to support, one object per ticket, each with its measures.",
            fields={
                "id": Field(required=True),
                "status": Field(required=True),
                "organization_id": Field(),
                "requester_id": Field(),
                "priority": Field(),
                "type": Field(),
                "tags": Field(),
                "satisfaction_rating.score": Field(),
                "created_at": Field("timestamp", required=True),
                "updated_at": Field("timestamp", required=True),
                "metric_set.solved_at": Field("timestamp"),
                "metric_set.reply_time_in_minutes.calendar": Field("decimal"),
                "metric_set.full_resolution_time_in_minutes.calendar": Field("decimal"),
            },
            listed=lambda zendesk, window: zendesk.tickets(window),
            changed=lambda zendesk, since: zendesk.tickets(Window(since)),
            has_windows=True,
            version=_exported,
            is_deleted=_is_gone,
            dated_by="created_at",
            permission=EXPORTS,
        ),
        ObjectStream(
            name="satisfaction_ratings",
            description="Ratings of the help, one object per rating that a customer gave.",
            fields={
                "id": Field(required=True),
                "score": Field(required=True),
                "ticket_id": Field(required=True),
                "requester_id": Field(),
                "comment": Field(pii=True),
                "updated_at": Field("timestamp", required=True),
            },
            listed=lambda zendesk, window: zendesk.ratings(window),
            changed=lambda zendesk, since: zendesk.ratings(Window(since)),
            has_windows=True,
            version=lambda rating: moment_text(rating["updated_at"]),
            dated_by="updated_at",
            permission="the right to read satisfaction ratings, which plans from Professional on have",
        ),
    ),
)
