"""Who has a part, by their addresses in the demo."""

COOP, OTHER, OFFICER, ASSESSOR, APPROVER, PREPARER, PAYER = PEOPLE = (
    "bronwen@harvesttable.example",
    "olusegun@harvesttable.example",
    "marek@alderwick.example",
    "desmond@alderwick.example",
    "tomos@alderwick.example",
    "zofia@alderwick.example",
    "michael@alderwick.example",
)
