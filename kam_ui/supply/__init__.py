"""The parts of the supply page: who runs dry first, one account, the plan, the shortage, and what all of it assumes."""
