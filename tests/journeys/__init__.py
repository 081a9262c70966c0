"""What people do in a browser, and what every page must hold."""
