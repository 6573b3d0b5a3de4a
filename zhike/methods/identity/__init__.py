"""Who is this party, as text: registration codes, names, mail addresses, telephone numbers, pinyin."""
