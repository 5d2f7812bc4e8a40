"""The rows that `console_lists.py` fills a database with."""

import hashlib

DAY = 86_400_000
FAR = 4_000_000_000_000
TOKEN = "a-session-of-the-measurement"


def tables(rows, now):
    """The rows of each large table: columns, and expressions over the number `n` of a row. `at` is when it was made: over
    a year, the last one now. User 7 has a fiftieth of everything."""
    at = f"({now - 365 * DAY} + n * {365 * DAY // rows})"
    user = f"CASE WHEN n % 50 = 0 THEN 7 ELSE n * 7919 % {rows} + 1 END"
    of_hundred = "n % 100 + 1"
    number = "substr(CAST(10000000 + n AS TEXT), 2)"
    few, newest = "n % 1000 = 0", f"n > {rows - 500}"
    return {
        "co_user": (
            "uid, country, phone, password, nickname, invitation_code, created_at, banned",
            f"'uid' || n, '86', CAST(13000000000 + n AS TEXT), '', '庙会' || n, 'c' || n, {at},"
            f" CASE WHEN {few} THEN 'spam' END",
        ),
        "co_article": (
            "user_id, created_at, images, content, hidden",
            f"{user}, {at}, '[]', 'text of article ' || n, {few}",
        ),
        "co_article_comment": (
            "article_id, user_id, content, created_at, hidden",
            f"{user}, {user}, 'comment ' || n, {at}, {few}",
        ),
        "co_game_comment": (
            "game_id, user_id, content, created_at, hidden",
            f"{of_hundred}, {user}, 'comment ' || n, {at}, {few}",
        ),
        "co_order": (
            "user_id, price, status, created_at, updated_at, expires_at",
            f"{user}, 9800, CASE WHEN {newest} THEN 0 WHEN n % 20 = 0 THEN 2 ELSE 1 END, {at}, {at}, {FAR}",
        ),
        # The older half is sold, of which the newest are reserved.
        "co_ticket": (
            "project_id, master_id, state, order_id, owner_id, sold_at, price, created_at, updated_at, name",
            f"{of_hundred}, {of_hundred}, CASE WHEN n > {rows // 2} THEN 0 WHEN n > {rows // 2 - 500} THEN 1 ELSE 2 END,"
            f" CASE WHEN n <= {rows // 2} THEN {rows // 2} + n END, CASE WHEN n <= {rows // 2 - 500} THEN {user} END,"
            f" CASE WHEN n <= {rows // 2 - 500} THEN {at} END, 9800, {at}, {at}, 'ticket ' || n",
        ),
        "co_ticket_comment": (
            "ticket_id, user_id, content, created_at, hidden",
            f"{user}, {user}, 'comment ' || n, {at}, {few}",
        ),
        "co_check_in": (
            "ticket_id, project_id, scan, gate, staff, admitted_at, created_at",
            f"n, {of_hundred}, 's' || n, 'gate', 'staff', {at}, {at}",
        ),
        "co_media": (
            "id, user_id, created_at, uploaded_at, blob, media_type, size",
            f"'m' || n, {user}, {at}, {at}, 'b' || n, 'image/jpeg', 1000",
        ),
        "cf_user": (
            "email, password, nickname, is_active, date_joined, activated_at, idcard_image",
            f"'u' || n || '@mail.example', '', '味道' || n, n % 1000 <> 0, {at}, {at}, CASE WHEN {few} THEN 1 END",
        ),
        "cf_image": (
            "user_id, kind, name, blob, media_type, created_at",
            f"{user}, n % 3 + 1, 'i' || n, 'b' || n, 'image/jpeg', {at}",
        ),
        "cf_project": (
            "user_id, cover, location, category, status, total_money, total_days, started_at, post_datetime,"
            " modify_datetime, name, name_folded, summary, content, attention_count",
            f"{user}, n, 1, n % 9 + 1, CASE WHEN {few} THEN 1 WHEN n % 3 = 0 THEN 4 ELSE 5 END, 100000, 30, {at}, {at}, {at},"
            " '糖' || n, '糖' || n, 'summary', 'text', n % 5000",
        ),
        "cf_package": ("project_id, money, places, kind, name", "n, 1000, 0, 0, 'package ' || n"),
        "cf_feedback": ("project_id, content", "n, 'promise ' || n"),
        "cf_support": (
            "project_id, package_id, user_id, money, kind, status, paid, created_at, paid_at",
            f"{of_hundred}, {of_hundred}, {user}, 1000, 0, CASE WHEN n % 20 = 0 THEN 2 ELSE 1 END, NOT {few}, {at}, {at}",
        ),
        "cf_comment": (
            "project_id, user_id, created_at, content",
            f"{of_hundred}, {user}, {at}, 'comment ' || n",
        ),
        "cf_topic": (
            "project_id, user_id, post_datetime, modify_datetime, title, content, hidden",
            f"{of_hundred}, {user}, {at}, {at}, 'topic ' || n, 'text', {few}",
        ),
        "cf_topic_comment": (
            "topic_id, user_id, created_at, content",
            f"{of_hundred}, {user}, {at}, 'comment ' || n",
        ),
        "cf_settlement": (
            "project_id, outcome, fen, fee, created_at, ended_at",
            f"n, 4, 1000, 10, {at}, {at}",
        ),
        "cf_recharge": (
            "user_id, money, channel, status, created_at",
            f"{user}, 1000, 'sandbox', CASE WHEN {few} THEN 2 ELSE 1 END, {at}",
        ),
        "cf_withdrawal": (
            "user_id, money, target, status, created_at, decided_at",
            f"{user}, 1000, '', CASE WHEN {newest} THEN 0 WHEN n % 20 = 0 THEN 2 ELSE 1 END, {at}, {at}",
        ),
        "ledger_balance": ("account, balance", "'user:' || n, 1000"),
        "ledger_posting": ("key, what, created_at", f"'payment:' || n, 'payment', {at}"),
        "ledger_line": (
            "posting_id, account, fen",
            f"(n + 1) / 2, CASE WHEN n % 2 = 0 THEN 'sandbox' ELSE 'user:' || {user} END, CASE WHEN n % 2 = 0 THEN 1 ELSE -1 END",
        ),
        "payment_intent": (
            "reference, subject, subject_id, user_id, channel, fen, status, transaction_no, paid, created_at, expires_at,"
            " ended_at, paid_at",
            f"'P' || {number}, 'ticket order', n, {user}, 'sandbox', 9800, CASE WHEN {newest} THEN 1 WHEN n % 20 = 0 THEN 4"
            f" WHEN {few} THEN 3 WHEN n % 999 = 0 THEN 5 ELSE 2 END, 'T' || {number}, 9800, {at}, {FAR}, {at}, {at}",
        ),
        "payment_refund": (
            "reference, intent_id, fen, reason, status, created_at, ended_at, channel",
            f"'R' || {number}, n, 100, 'reason', CASE WHEN {few} THEN 2 ELSE 1 END, {at}, {at}, 'sandbox'",
        ),
        "payment_case": (
            "kind, channel, key, intent_id, fen, detail, status, created_at",
            f"'complaint', 'sandbox', 'K' || {number}, n, 100, 'detail', CASE WHEN {few} THEN 0 ELSE 1 END, {at}",
        ),
        "payment_bill_line": (
            "bill_id, line_no, channel, month, kind, reference, transaction_no, refund_no, fen, fee, happened_at, state,"
            " status, intent_id",
            f"n * 365 / {rows + 1} + 1, n, 'sandbox', '2026-' || substr(CAST(101 + n * 12 / {rows + 1} AS TEXT), 2), 0,"
            f" 'B' || {number}, 'T' || {number}, '', 9800, 50, {at}, 'SUCCESS', 1, n",
        ),
        "outbox": (
            "kind, payload, created_at, expires_at, next_at, tries, ended_at, recipient, state, reason",
            f"'sms', '', {at}, {FAR}, CASE WHEN {newest} THEN {FAR} END, 1, {at}, '+86' || CAST(13000000000 + n AS TEXT),"
            f" CASE WHEN {newest} THEN 'queued' WHEN n % 20 = 0 THEN 'failed' ELSE 'delivered' END, NULL",
        ),
        "moderation_report": (
            "product, kind, thing_id, reporter, reason, text, state, created_at, decided_at",
            f"'community', 'article', n, {user}, 'spam', 'text', CASE WHEN {few} THEN 'open' WHEN n % 20 = 0 THEN 'upheld'"
            f" ELSE 'dismissed' END, {at}, CASE WHEN {few} THEN NULL ELSE {at} END",
        ),
        "webhook_delivery": (
            "endpoint_id, kind, thing, data, state, created_at, next_at, ended_at",
            f"1, 'order.paid', 'order:' || n, '{{}}', CASE WHEN {few} THEN 'failed' ELSE 'delivered' END, {at}, NULL, {at}",
        ),
        "console_audit": (
            "created_at, staff_id, actor, address, action, resource, subject, changes",
            f"{at}, 1, 'a@mail.example', '127.0.0.1', 'change', CASE WHEN {few} THEN 'masters' ELSE 'orders' END, n, '{{}}'",
        ),
    }


def small_tables(now):
    """A hundred rows of what operators enter, and the signed-in owner."""
    hundred = "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 100)"
    token = hashlib.sha256(TOKEN.encode()).hexdigest()
    return f"""
        INSERT INTO co_master (uid, name, created_at) {hundred} SELECT 'uid' || n, 'master ' || n, {now} FROM number;
        INSERT INTO co_project (master_id, name, created_at) {hundred} SELECT n, 'project ' || n, {now} FROM number;
        INSERT INTO co_game (name, created_at) {hundred} SELECT 'game ' || n, {now} FROM number;
        INSERT INTO webhook_endpoint (url, paused_at, created_at) VALUES ('https://mail.example', {now}, {now});
        INSERT INTO console_staff (id, email, name, role, password, created_at)
            VALUES (1, 'a@mail.example', 'A', 'owner', '', {now});
        INSERT INTO console_session (token_hash, staff_id, csrf, proven, created_at, expires_at)
            VALUES ('{token}', 1, 'csrf', TRUE, {now}, {FAR});
    """


def parts(table, key, of, longest, texts, lengths):
    """The pieces or grams of the texts of a table."""
    sources = " UNION ALL ".join(f"SELECT {text} AS text, id FROM {of}" for text in texts)
    places = " UNION ALL ".join(f"SELECT {n} AS k" for n in range(1, longest + 1))
    return " ".join(
        f"INSERT INTO {table} SELECT DISTINCT substr(s.text, p.k, {length}), s.id FROM ({sources}) s JOIN ({places}) p"
        f" ON p.k <= LENGTH(s.text) {'' if length == 12 else f'- {length} + 1'} ORDER BY 1, 2;"
        for length in lengths
    )


def filling(rows, now):
    """The statements that fill an empty database."""
    yield small_tables(now)
    number = f"WITH RECURSIVE number (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM number WHERE n < {rows})"
    for table, (columns, values) in tables(rows, now).items():
        yield f"INSERT INTO {table} ({columns}) {number} SELECT {values} FROM number;"
    yield parts("co_user_piece", "id", "co_user", 11, ["nickname", "phone"], [12])
    yield parts("cf_user_piece", "id", "cf_user", 22, ["nickname", "email"], [12])
    yield parts("cf_project_gram", "project_id", "cf_project", 8, ["name_folded"], [1, 2, 3])
    counted = "INSERT INTO console_counted (what, last_id) VALUES"
    yield f"{counted} ('co_user_piece', {rows}), ('cf_user_piece', {rows});"
