"""Agreement of tqcheck with people: annotated flaws, human scores."""
