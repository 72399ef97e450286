"""Statistics of the warehouse: pure functions over counts, without files, databases or a clock."""

from flows.statistics.churn_baseline import PREDICTION_COLUMNS, BaselinePolicy, Observations, predictions
from flows.statistics.fitting import Fit, Refusal, fit
from flows.statistics.life_table import LifeTable, Lives, life_table, observed_survival
from flows.statistics.projection import PROJECTION_COLUMNS, History, ProjectionPolicy, project

__all__ = [
    "PREDICTION_COLUMNS",
    "PROJECTION_COLUMNS",
    "BaselinePolicy",
    "Fit",
    "History",
    "LifeTable",
    "Lives",
    "Observations",
    "ProjectionPolicy",
    "Refusal",
    "fit",
    "life_table",
    "observed_survival",
    "predictions",
    "project",
]
