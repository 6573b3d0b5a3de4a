"""Tables and cards that come from people's machines and go back to them: CSV, XLSX, vCard. No models, no
requests.
"""
