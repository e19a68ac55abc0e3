"""Handouts to print: HTML made for printing, and Word."""
