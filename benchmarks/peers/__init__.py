"""Other ways to judge the same children: what the kernel is held against. They know this one blueprint only."""
