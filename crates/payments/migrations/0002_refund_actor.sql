-- Which operator sent the money back; nobody did what goes back by itself.
ALTER TABLE payment_refund ADD COLUMN actor TEXT;
