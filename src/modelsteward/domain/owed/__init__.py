"""What duties a version owes in a use, by what is known of both: whether each applies, from when, and until when."""
