-- Names of the field: what has been processed, the covering task, and a kind that Temporal's own word stood for.
ALTER TABLE "task" RENAME COLUMN "told_through" TO "processed_through";
ALTER TABLE "task" RENAME COLUMN "cover_id" TO "parent_task_id";
ALTER INDEX "task_cover_id_idx" RENAME TO "task_parent_task_id_idx";
UPDATE "case" SET "workflow_type" = 'gathering' WHERE "workflow_type" = 'activity';
ALTER TABLE "task" RENAME COLUMN "turn" TO "due_revision";
ALTER TABLE "task" RENAME COLUMN "reached" TO "highest_rung";
ALTER TABLE "notice" RENAME COLUMN "turn" TO "due_revision";
