"""Alongside turns an organisation's promises to its partners into something people can read, use and check."""
