"""Migrations, one file each, run by storage/migrating.py."""
