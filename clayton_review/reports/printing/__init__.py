"""The PDF is made by a process of its own, which holds neither keys nor a database."""
