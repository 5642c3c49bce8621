"""The ways back that the register's pages share."""

HOME = ("/", "Home")
MEMBERS = ("/members/", "Members")
FIGURES = ("/figures/", "Figures")
