"""Data: tables and their freshness, turns, and starting one."""
