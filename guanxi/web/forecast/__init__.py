"""What the customers will bring, how sure that is, and how good the model was: forecast and model card."""
