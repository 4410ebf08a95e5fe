"""A public address in a network of our own: run by `test_gate` inside a network namespace, never by hand.

The namespace has a loopback interface with 93.184.216.34 on it and nothing else. Prints what came of it as JSON.
"""

from __future__ import annotations

import asyncio
import json

from bundler.fetch import Fetched, NotFetched, Policy, open_fetcher
from tests.fetch.servers import Asked, both_loopbacks, listener, response, says, speaking

PUBLIC = "93.184.216.34"


async def _look() -> dict[str, object]:
    lookups: list[str] = []

    async def lookup(host: str, _: int) -> list[str]:
        """Names with `private` in them are this machine's; `rebinds` is public when it is asked for first only."""
        lookups.append(host)
        rebound = host.startswith("rebinds") and lookups.count(host) > 1
        return ["127.0.0.1"] if rebound or "private" in host else [PUBLIC]

    async with speaking(says(response(body=b"private")), *both_loopbacks()) as private:

        async def speak(_: int, asked: Asked, writer: asyncio.StreamWriter) -> None:
            places = {
                "/to-private": f"http://127.0.0.1:{private.port}/",
                "/to-private-name": f"http://private.example:{private.port}/",
                "/to-public": f"http://cdn.example:{server.port}/good",
            }
            if asked.path in places:
                writer.write(response("302 Found", Location=places[asked.path]))
            else:
                writer.write(response(body=b"public"))

        # The private server and the public one have the same port, so that a rebound name would lead to the former.
        async with speaking(speak, listener(PUBLIC, private.port)) as server:
            outcomes = {}
            async with open_fetcher(Policy(tries=1, silence=2, deadline=5), lookup) as fetcher:
                for place in (
                    f"{PUBLIC}:{server.port}/literal",
                    f"news.example:{server.port}/first",
                    f"news.example:{server.port}/again",
                    f"news.example:{server.port}/to-public",
                    f"news.example:{server.port}/to-private",
                    f"news.example:{server.port}/to-private-name",
                    f"private.example:{server.port}/first",
                    f"rebinds.example:{server.port}/first",
                    f"rebinds.example:{server.port}/again",
                ):
                    outcome = await fetcher.fetch(f"http://{place}")
                    assert isinstance(outcome, Fetched | NotFetched)
                    name = place.replace(f":{server.port}", "")
                    outcomes[name] = outcome.content.decode() if isinstance(outcome, Fetched) else outcome.reason
            paths = [asked.path for asked in server.asked]
            return {"outcomes": outcomes, "paths": paths, "private": private.connections, "lookups": lookups}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_look())))  # noqa: T201 - read by the test
