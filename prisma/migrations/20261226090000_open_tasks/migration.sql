-- What is open, by its due day, with what the desk and reports ask of each: they are counted from the index alone. It takes the place
-- of the one on the due day alone.
CREATE INDEX "task_open_idx" ON "task"("due_at") INCLUDE ("organization_id", "duty", "step", "state", "waits_for", "outlook", "id", "case_id")
  WHERE "settled_at" IS NULL;
DROP INDEX "task_due_at_idx";
ALTER INDEX "task_open_idx" RENAME TO "task_due_at_idx";

-- What is settled is in none of the states of what is open: who plans a statement takes the two for strangers, and expects a tenth of the rows.
CREATE STATISTICS "task_state_settled" (mcv) ON "state", "settled_at" FROM "task";
ANALYZE "task" ("state", "settled_at");

-- Where organizations are and whether they are at work: a list of all of them need not read their words.
CREATE INDEX "organization_id_idx" ON "organization"("id") INCLUDE ("closed_at", "zone", "district", "shard");
