"""Statistics of the warehouse: pure functions over counts, without files, databases or a clock."""

from flows.statistics.fitting import Fit, Refusal, fit
from flows.statistics.life_table import LifeTable, Lives, life_table, observed_survival
from flows.statistics.projection import PROJECTION_COLUMNS, History, ProjectionPolicy, project

__all__ = [
    "PROJECTION_COLUMNS",
    "Fit",
    "History",
    "LifeTable",
    "Lives",
    "ProjectionPolicy",
    "Refusal",
    "fit",
    "life_table",
    "observed_survival",
    "project",
]
