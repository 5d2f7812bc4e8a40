-- Resources are named after their tables. The order matters: one name is given up before another resource takes it.
UPDATE console_audit SET resource = 'crowdfunding-projects' WHERE resource = 'projects';
UPDATE console_audit SET resource = 'projects' WHERE resource = 'stalls';
UPDATE console_audit SET resource = 'crowdfunding-users' WHERE resource = 'people';
UPDATE console_audit SET resource = 'conversations' WHERE resource = 'talks';
