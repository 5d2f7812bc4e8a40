-- Accounts whose phone may not be in its one spelling; the program reads them at its next start.
CREATE TABLE co_phone_to_read (
  user_id BIGINT PRIMARY KEY REFERENCES co_user (id) ON DELETE CASCADE
) STRICT;
INSERT INTO co_phone_to_read (user_id)
SELECT id FROM co_user WHERE NOT (country = '86' AND LENGTH(phone) = 11 AND phone LIKE '1%');
-- Keys of codes, quotas and failures are E.164 from here on. All are short-lived.
DELETE FROM co_sms_code;
DELETE FROM co_sms_quota;
DELETE FROM co_login_failure;
