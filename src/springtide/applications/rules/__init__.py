"""What an application may hold and what may be done with it, as pure functions with reasons."""
