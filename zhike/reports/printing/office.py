"""A report as a spreadsheet and as slides, from its frozen content alone."""
