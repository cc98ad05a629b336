-- Filters of the board under a name, and what they show by mail each week.
CREATE TABLE "saved_view" (
    "id" TEXT NOT NULL,
    "person_id" TEXT,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "weekly" BOOLEAN NOT NULL DEFAULT false,
    "last_sent_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "saved_view_person_id_idx" ON "saved_view"("person_id");
-- A name is given once by each; those of the administrators are everybody's of them.
CREATE UNIQUE INDEX "saved_view_name_key" ON "saved_view"(coalesce("person_id", ''), "name");
-- Read once a night by each planner.
CREATE INDEX "saved_view_weekly_idx" ON "saved_view"("id") WHERE "weekly";
