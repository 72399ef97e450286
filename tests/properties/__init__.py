"""Rules of the revenue tables that must hold for every book of contracts, tried on random ones."""
