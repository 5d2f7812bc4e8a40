-- An erasure empties the reports about a thing and those of a reporter.
CREATE INDEX moderation_report_subject ON moderation_report (product, kind, thing_id);
CREATE INDEX moderation_report_reporter ON moderation_report (product, reporter, id) WHERE reporter IS NOT NULL;
