"""Tests of the room portal.vietnamese."""
