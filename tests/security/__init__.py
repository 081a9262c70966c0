"""Attacks on the whole portal: who sees and writes what is not theirs, and what hostile text and addresses do."""
