"""Tests of documents and tasks."""
