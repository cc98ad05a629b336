-- One act on many tasks, and what came of each.
CREATE TABLE "batch" (
    "id" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "input" JSONB NOT NULL DEFAULT '{}',
    "found" TEXT NOT NULL DEFAULT '',
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "batch_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "batch_confirmed_at_idx" ON "batch"("confirmed_at") WHERE finished_at IS NULL AND confirmed_at IS NOT NULL;
CREATE INDEX "batch_made_at_idx" ON "batch"("made_at") WHERE confirmed_at IS NULL;

CREATE TABLE "batch_item" (
    "batch_id" TEXT NOT NULL,
    "task_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "outcome" TEXT,
    "cause" JSONB,
    "at" TIMESTAMPTZ(3),

    CONSTRAINT "batch_item_pkey" PRIMARY KEY ("batch_id", "task_id")
);
CREATE INDEX "batch_item_task_id_idx" ON "batch_item"("task_id");
ALTER TABLE "batch_item" ADD CONSTRAINT "batch_item_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "batch"("id") ON DELETE CASCADE ON UPDATE CASCADE;
