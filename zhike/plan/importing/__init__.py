"""The way in from files: plans of other programs, boards, spreadsheets. Each is read into `arrivals`, whatever it was,
and merged into the plan by one edit, which can be taken back as a whole."""
