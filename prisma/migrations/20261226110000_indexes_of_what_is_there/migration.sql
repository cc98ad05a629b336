-- Most tasks have no next step any more, no person of their own and cover nobody; most cases came out of no other. What is empty leaves
-- the indexes, so that a row that is written or ends is written to fewer of them. Nobody seeks what is empty.

-- DropIndex
DROP INDEX "task_round_next_at_idx";
DROP INDEX "task_next_at_idx";
DROP INDEX "task_person_id_idx";
DROP INDEX "task_parent_task_id_idx";
DROP INDEX "case_parent_id_idx";
DROP INDEX "case_circular_id_idx";
DROP INDEX "event_task_id_idx";

-- CreateIndex
CREATE INDEX "task_round_next_at_idx" ON "task"("round", "next_at") WHERE "next_at" IS NOT NULL;
CREATE INDEX "task_next_at_idx" ON "task"("next_at") WHERE "next_at" IS NOT NULL;
CREATE INDEX "task_person_id_idx" ON "task"("person_id") WHERE "person_id" IS NOT NULL;
CREATE INDEX "task_parent_task_id_idx" ON "task"("parent_task_id") WHERE "parent_task_id" IS NOT NULL;
CREATE INDEX "case_parent_id_idx" ON "case"("parent_id") WHERE "parent_id" IS NOT NULL;
CREATE INDEX "case_circular_id_idx" ON "case"("circular_id") WHERE "circular_id" IS NOT NULL;
CREATE INDEX "event_task_id_idx" ON "event"("task_id") WHERE "task_id" IS NOT NULL;
