"""What every page has in common: the base page, navigation, numbers, charts, actions and their audit."""
