"""The workspace: the web application in which a team reads, reviews, decides and looks."""
