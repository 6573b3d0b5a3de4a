"""Which language to speak in a terminal, where nobody is signed in."""

import os


def terminal_language() -> str:
    """Chinese where the terminal is Chinese, English elsewhere; `ZHIKE_LANGUAGE` overrides."""
    chosen = os.environ.get("ZHIKE_LANGUAGE")
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return chosen or ("zh-hans" if locale.lower().startswith("zh") else "en")


def told(en: str, zh: str) -> str:
    """For the few words said before any catalogue can be read."""
    return zh if terminal_language() == "zh-hans" else en
