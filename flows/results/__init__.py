"""What several answers come to, what a change is due to, and where a result puts a team."""
