"""What is kept of a case, how long, and what the year's report and one person's file are made from."""
