"""The file-drop connector: files of an inbox, checked row by row, become landed rows and refused rows."""

from flows.sources.files.connector import FilesConnector

connector = FilesConnector()
