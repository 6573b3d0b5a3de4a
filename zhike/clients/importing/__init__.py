"""The way of a spreadsheet into the room: what its columns and cells mean, which rows are here already, taking
them in batches, and taking it all back. Every change goes through the room's actions.
"""
