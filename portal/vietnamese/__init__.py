"""Reading and writing Vietnamese numbers, dates, codes and names."""
