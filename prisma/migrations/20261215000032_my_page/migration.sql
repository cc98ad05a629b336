-- What somebody handed in, the newest first.
CREATE INDEX "task_submitted_by_id_submitted_at_idx" ON "task"("submitted_by_id", "submitted_at") WHERE "submitted_by_id" IS NOT NULL;
