"""The way in from files: spreadsheets by their columns, Word documents by their passages."""
