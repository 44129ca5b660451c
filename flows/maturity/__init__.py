"""Maturity scales: what is asked, where the answers place a team, and which step comes next."""
