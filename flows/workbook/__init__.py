"""The workbook of a version: portfolio, scorecard, accounts and what is due, for those who live in Excel."""

from flows.workbook.book import WORKBOOK, Edition, write_workbook

__all__ = ["WORKBOOK", "Edition", "write_workbook"]
