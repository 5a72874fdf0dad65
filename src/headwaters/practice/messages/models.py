"""What is sent to families and workers, and what they answer: outbox, quiet hours, opting out."""
