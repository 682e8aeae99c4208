"""What must go with a version, where it lies, who can erase it and how; what was made from it; what stays."""
