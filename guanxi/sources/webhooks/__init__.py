"""What shops send by themselves: who signed it, and what rows it becomes."""
