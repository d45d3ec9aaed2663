"""Every change to rubrics, reviews and decisions. Import from the module that holds it."""
