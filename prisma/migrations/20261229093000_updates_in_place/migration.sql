-- Acts update columns of these rows that are in no index: the last contact of an organization, the head of a case's log, the last use of a
-- link or a token. An update stays in its page if the page has room; otherwise PostgreSQL writes every index of the table again, including
-- the hundred words by which an organization is found. Pages that are already full get room when they are vacuumed.
ALTER TABLE "organization" SET (fillfactor = 80);
ALTER TABLE "case" SET (fillfactor = 90);
ALTER TABLE "link" SET (fillfactor = 90);
ALTER TABLE "api_token" SET (fillfactor = 80);
-- Every search reads the pending words one by one, and the planner prefers a scan of the whole table if there are many: at most 64 kB
-- instead of 4 MB.
ALTER INDEX "organization_words_idx" SET (gin_pending_list_limit = 64);
