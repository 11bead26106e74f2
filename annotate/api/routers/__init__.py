"""The operations, a router a noun. Each reads its parameters, passes a door, calls one action or query, and answers."""
