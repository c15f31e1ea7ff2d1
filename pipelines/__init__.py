"""How the library is wired into Dagster, shown and scheduled there; no logic belongs here."""
