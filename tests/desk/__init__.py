"""Tests of portal.desk."""
