-- What somebody has typed of a task and not handed in.
CREATE TABLE "draft" (
    "person_id" TEXT NOT NULL,
    "task_id" TEXT NOT NULL,
    "values" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "draft_pkey" PRIMARY KEY ("person_id", "task_id")
);
CREATE INDEX "draft_task_id_idx" ON "draft"("task_id");
