"""A plan on paper: one tidy PDF, set by typst. What it shows is chosen (`choosing.py`), laid out over pages
(`pages.py`), and drawn as one picture a page (`drawing.py`); `typesetting/plan.typ` puts the words around it.

A sheet holds plain values only, so a client's plan is printed from `plan.portal.SharedPlan` and nothing else.
"""
