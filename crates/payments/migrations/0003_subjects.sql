-- Who looks for a thing's attempts knows its id; there are never many of one id.
DROP INDEX payment_intent_subject;
CREATE INDEX payment_intent_for ON payment_intent (subject_id, id);
