"""Who the customers are, who owns them, and who may see them."""
