"""Where the time of one page goes: `python -m bench.profiling --database URL --only timeline`."""

import argparse
import cProfile
import os
import pstats


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--only", default="", help="operations whose name holds this")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--lines", type=int, default=25)
    parser.add_argument("--own", action="store_true", help="only functions of this project")
    asked = parser.parse_args()
    os.environ["DATABASE_URL"] = asked.database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from bench.operations import operations

    call_command("collectstatic", interactive=False, verbosity=0)  # pages name their assets by it
    for operation in operations():
        if asked.only not in operation.name:
            continue
        browser, profile = Client(), cProfile.Profile()
        for number in range(asked.times + 3):
            request = operation.request(number)
            headers = {key: value for key, value in request.headers.items() if key != "Accept-Encoding"}
            if number == 3:
                profile.enable()
            answer = browser.generic(
                request.method, request.path, request.body, headers=headers, content_type="application/json"
            )
        profile.disable()
        print(f"== {operation.name}: {answer.status_code}, {asked.times} times")
        pstats.Stats(profile).sort_stats("cumulative").print_stats(*(["zhike/"] if asked.own else []), asked.lines)


if __name__ == "__main__":
    main()
