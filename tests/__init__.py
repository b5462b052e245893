"""What the program promises, in sentences. A failing name should tell a manager what broke."""
