#!/usr/bin/env python3
"""examples/orders-service over HTTP: each stage of its pipeline, seen from outside.

    orders_service_test.py SERVICE REPOSITORY
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

service, repository = sys.argv[1:]
failures = []


def check(what, got, wanted):
    if got != wanted:
        failures.append(f"{what}: {got!r} instead of {wanted!r}")


def ask(path, form=None, **headers):
    """Status, headers and body of the answer."""
    data = None if form is None else urllib.parse.urlencode(form).encode()
    request = urllib.request.Request(base + path, data, headers)
    try:
        with opener.open(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
clerk = {"Authorization": "Bearer secret"}
with tempfile.TemporaryFile("w+") as log:
    process = subprocess.Popen([service, "secret"], stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        chains = ""
        for line in process.stdout:
            if line.startswith("listening on "):
                base = line.split()[-1]
                break
            chains += line
        check("without a key", ask("/orders", {"item": "tea", "quantity": 2})[0], 401)
        check("with a wrong key", ask("/orders/1", Authorization="Bearer wrong")[0], 401)
        status, _, body = ask("/orders", {"quantity": 0}, **clerk)
        check("an order that is none", (status, body), (422, "an order names an item; the quantity is at least 1\n"))
        status, headers, _ = ask("/orders", {"item": "tea", "quantity": 2}, **clerk)
        check("an order", (status, headers["Location"]), (201, "/orders/1"))
        check("an order that fails at its end", ask("/orders", {"item": "unicorn", "quantity": 1}, **clerk)[0], 500)
        check("what was committed", ask("/orders/1", **clerk)[::2], (200, "2 tea\n"))
        check("what was rolled back", ask("/orders/2", **clerk)[0], 404)
        trace = "0af7651916cd43dd8448eb211c80319c"
        ask("/orders/1", traceparent=f"00-{trace}-b7ad6b7169203331-01", **clerk)
    finally:
        process.kill()
        process.wait()
    log.seek(0)
    records = [json.loads(line) for line in log]
check("records", len(records), 8)
check("trace ids", all(re.fullmatch("[0-9a-f]{32}", record["trace_id"]) for record in records), True)
check("the trace of the caller", records[-1]["trace_id"], trace)
check("where it stopped", [record.get("short_circuit_point") for record in records[:3]],
      ["authentication", "authentication", "validation"])

with open(os.path.join(repository, "docs", "runtime-guide.md"), encoding="utf-8") as file:
    check("the chain in the guide", chains.split("orders/find")[0] in file.read(), True)

for failure in failures:
    print("FAILED:", failure)
sys.exit(bool(failures))
