"""The desk's side of the loop: handing over, receipts, kits, keys and tokens."""
