"""What draws a snapshot, and exports it as a picture. No mathematics, no simulation."""
