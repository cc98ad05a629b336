-- What the doer of a task reported last, and when a supervisor answered it.
ALTER TABLE "task" ADD COLUMN "outlook" TEXT,
ADD COLUMN "outlook_at" TIMESTAMPTZ(3),
ADD COLUMN "outlook_note" TEXT,
ADD COLUMN "outlook_by_id" TEXT,
ADD COLUMN "outlook_answered_at" TIMESTAMPTZ(3);
