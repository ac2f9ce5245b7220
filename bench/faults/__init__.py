"""Mistakes of coders, made in the sample records from a seed: what they are, and how often they are seeded."""
