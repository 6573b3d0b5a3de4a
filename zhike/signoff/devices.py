"""A browser's long name for itself as the few words a person would use. Names of products, so of no language."""

import re

_BROWSERS = (  # the first that is found: most pretend to be others as well
    (r"MicroMessenger/(\d+)", "WeChat 微信"),
    (r"DingTalk/(\d+)", "DingTalk 钉钉"),
    (r"(?:Lark|Feishu)/(\d+)", "Feishu 飞书"),
    (r"Edg(?:A|iOS)?/(\d+)", "Edge"),
    (r"OPR/(\d+)", "Opera"),
    (r"SamsungBrowser/(\d+)", "Samsung Internet"),
    (r"HuaweiBrowser/(\d+)", "Huawei Browser"),
    (r"MiuiBrowser/(\d+)", "Mi Browser"),
    (r"QQBrowser/(\d+)", "QQ Browser"),
    (r"(?:Firefox|FxiOS)/(\d+)", "Firefox"),
    (r"(?:Chrome|CriOS)/(\d+)", "Chrome"),
    (r"Version/(\d+)[\d.]* (?:Mobile/\S+ )?Safari", "Safari"),
)
_SYSTEMS = (
    (r"HarmonyOS|OpenHarmony", "HarmonyOS"),
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android (\d+)", "Android"),
    (r"Windows NT", "Windows"),
    (r"Macintosh", "macOS"),
    (r"CrOS", "ChromeOS"),
    (r"Linux", "Linux"),
)


def device_in_words(user_agent: str) -> str:
    """`Chrome 141, Android 15`; what is not recognised is given as it is, shortened."""
    known = [one for one in (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)) if one]
    return ", ".join(known) or user_agent[:60].strip()


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    for pattern, name in names:
        found = re.search(pattern, text)
        if found:
            return f"{name} {found[1]}" if found.groups() else name
    return ""
