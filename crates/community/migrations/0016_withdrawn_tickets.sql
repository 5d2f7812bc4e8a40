-- withdrawn: operators do not sell the ticket. One that is reserved or sold stays with its order.
ALTER TABLE co_ticket ADD COLUMN withdrawn BOOLEAN NOT NULL DEFAULT FALSE;
