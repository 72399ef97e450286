"""Many tenants: one installation runs the nights of several companies, of which none can reach another."""

from flows.tenants.nights import Ending, Night, Nights
from flows.tenants.tenant import Tenant, load_tenants, named_tenants

__all__ = ["Ending", "Night", "Nights", "Tenant", "load_tenants", "named_tenants"]
