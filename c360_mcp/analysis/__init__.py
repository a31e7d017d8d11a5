"""What the records show: counts, sequences and signals, computed by stated rules."""
