"""The pages of the library, of requests, and of what is taken in."""
