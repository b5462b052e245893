"""The house, checked: who may import whom, how long a file may be, which rules have no test."""
