"""9月9日, not 09月9日."""

MONTH_DAY_FORMAT = "n月j日"
