"""Code that opens other people's files, run in a process of its own under limits.

Only the standard library and python-calamine are imported here: start-up is paid for every upload, and
whatever a hostile file achieves ends with this process.
"""
