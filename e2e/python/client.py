"""A client of python-socketio that says on its output what happens to it, a line of JSON for each event.

Usage: client.py URL TRANSPORT sync|async
"""
import asyncio
import json
import sys
import threading

import socketio

url, transport, kind = sys.argv[1:4]


def say(event, *args):
    print(json.dumps([event, *args]), flush=True)


def hello(data):
    # One parameter: one argument more is a TypeError.
    say("hello", data)


def sync():
    client = socketio.Client(reconnection_delay=0.2, reconnection_delay_max=0.5)
    client.on("connect", lambda: say("connect"))
    client.on("disconnect", lambda *reason: say("disconnect"))
    client.on("hello", hello)
    client.connect(url, transports=[transport])
    # Not client.wait(): in version 4 it returns if the client reconnects within a second.
    threading.Event().wait()


async def run_async():
    client = socketio.AsyncClient(reconnection_delay=0.2, reconnection_delay_max=0.5)
    client.on("connect", lambda: say("connect"))
    client.on("disconnect", lambda *reason: say("disconnect"))
    client.on("hello", hello)
    await client.connect(url, transports=[transport])
    await asyncio.Event().wait()


if kind == "sync":
    sync()
else:
    asyncio.run(run_async())
