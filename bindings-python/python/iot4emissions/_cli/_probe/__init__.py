"""Asks a running broker what the core's plan says: sockets, TLS and the order of things.

What is asked, what goes over the wire and what the answers mean is the core's, in
``access::probe``.
"""
