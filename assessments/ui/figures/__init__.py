"""Chart figures from plain numbers, one function a chart; the cards of `assessments/ui/cards.py` show them."""
