-- Counts by duty have a table of their own: those of organizations, which every report reads, stand close together. All of it is
-- derived from tasks, and is counted anew by the next planning; until then reports count the tasks themselves.
DROP TABLE "report_month";
DELETE FROM "report_shard";

CREATE TABLE "report_month" (
    "shard" INTEGER NOT NULL,
    "organization_id" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "asked" INTEGER NOT NULL,
    "in_time" INTEGER NOT NULL,
    "late" INTEGER NOT NULL,
    "overdue" INTEGER NOT NULL,
    "missed" INTEGER NOT NULL,
    "credited" INTEGER NOT NULL,
    "waived" INTEGER NOT NULL,
    "self_declared" INTEGER NOT NULL,
    "returns" INTEGER NOT NULL,
    "escalated" INTEGER NOT NULL,
    "depth" INTEGER NOT NULL,
    "days" INTEGER[],

    CONSTRAINT "report_month_pkey" PRIMARY KEY ("organization_id", "month")
);
CREATE INDEX "report_month_month_idx" ON "report_month"("month");

CREATE TABLE "report_duty_month" (
    "shard" INTEGER NOT NULL,
    "organization_id" TEXT NOT NULL DEFAULT '',
    "duty" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "asked" INTEGER NOT NULL,
    "in_time" INTEGER NOT NULL,
    "late" INTEGER NOT NULL,
    "overdue" INTEGER NOT NULL,
    "missed" INTEGER NOT NULL,
    "credited" INTEGER NOT NULL,
    "waived" INTEGER NOT NULL,
    "self_declared" INTEGER NOT NULL,
    "returns" INTEGER NOT NULL,
    "escalated" INTEGER NOT NULL,
    "depth" INTEGER NOT NULL,
    "days" INTEGER[],

    CONSTRAINT "report_duty_month_pkey" PRIMARY KEY ("organization_id", "duty", "month", "shard")
);
CREATE INDEX "report_duty_month_duty_month_idx" ON "report_duty_month"("duty", "month") WHERE "organization_id" <> '';
