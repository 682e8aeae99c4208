"""What laws and standards ask of a version in a use: the packs, the judgement, the command, the rules, the gate."""
