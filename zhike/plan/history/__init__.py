"""What the plan said at any moment: written with everything that changes it, and opened again.

`lines.py` reads rows, `packed.py` makes them bytes and back, `writing.py` keeps moments,
`opening.py` puts one together.
"""
