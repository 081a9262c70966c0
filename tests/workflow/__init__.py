"""Tests of portal.workflow."""
