-- by_amount: a refund made at the provider that was told as a part of a sum, or without a number, so that a line of a bill
-- with another number may be about it. One with a number and an amount of its own is matched by its number alone.
ALTER TABLE payment_refund ADD COLUMN by_amount BOOLEAN NOT NULL DEFAULT FALSE;
