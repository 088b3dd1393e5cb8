"""`serve`: open the app in a browser."""

from __future__ import annotations

import argparse
import os
import sys

from planner.cli.files import ROOT


def add_options(options: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    options.add_argument("--port", type=_port, help="port to listen on (default: 8501, or the next free one)")
    options.add_argument(
        "--host",
        default="127.0.0.1",
        help="address to listen on (default: this machine only; 0.0.0.0 for all)",
    )
    options.set_defaults(run=_run)


def _port(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f'"{text}" is not a port from 1 to 65535')
    return int(text)


def _run(asked: argparse.Namespace) -> None:
    import webbrowser

    # A company's figures are for this machine alone, unless somebody says otherwise.
    options = [f"--server.address={asked.host}", "--browser.serverAddress=localhost"]
    options.append("--server.showEmailPrompt=false")
    try:
        webbrowser.get()
    except webbrowser.Error:
        options.append("--server.headless=true")
    if asked.port is not None:
        options.append(f"--server.port={asked.port}")
    os.chdir(ROOT)  # where Streamlit finds the theme
    # The server takes this process over, so that whoever stops it by its number stops the server.
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", "app.py", *options])
