"""Names for made-up people, in what is played or measured. Nobody here exists."""

FIRST = ("Ada", "Ben", "Cleo", "Dov", "Esme", "Finn", "Gwen", "Hari", "Isla", "Jude", "Kofi", "Lena", "Moss", "Nia")
LAST = ("Alder", "Birch", "Cedar", "Elm", "Fern", "Hazel", "Ivory", "Juniper", "Linden", "Maple", "Rowan", "Willow")
