"""The tests follow the house, room by room."""
