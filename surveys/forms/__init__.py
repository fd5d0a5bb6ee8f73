"""Forms of the survey pages: residents' answers, and the team's preparation."""
