"""The Restraint Reduction Network's membership platform."""
