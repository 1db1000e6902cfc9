"""The record: people, remains, sites, incidents, claims and the decisions about them.

The only database code of the project.
"""
