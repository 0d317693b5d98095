"""Many documents: found in folders, judged once, kept, and shown on one page."""
