"""Résumés: bytes → text with layout → profile with confidences. The public door is `reading`."""
