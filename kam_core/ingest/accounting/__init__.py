"""Meaning to tables: every record judged, valued and counted, in rows and in money."""
