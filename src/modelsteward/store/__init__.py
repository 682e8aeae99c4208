"""The world: reading YAML, walking the registry, git, packs. Everything that touches a disk is here."""
