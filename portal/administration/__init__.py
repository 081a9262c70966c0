"""Administrators: users, roles, health and operations."""
