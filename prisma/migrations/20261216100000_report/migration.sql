-- What became of tasks, month by month, and by what organizations are ranked.
CREATE TABLE "report_month" (
    "shard" INTEGER NOT NULL,
    "organization_id" TEXT NOT NULL DEFAULT '',
    "duty" TEXT NOT NULL DEFAULT '',
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

    CONSTRAINT "report_month_pkey" PRIMARY KEY ("organization_id", "duty", "month", "shard")
);
CREATE INDEX "report_month_duty_month_idx" ON "report_month"("duty", "month") WHERE "organization_id" <> '';

CREATE TABLE "report_shard" (
    "shard" INTEGER NOT NULL,
    "counted_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_shard_pkey" PRIMARY KEY ("shard")
);

CREATE TABLE "report_formula" (
    "id" TEXT NOT NULL,
    "formula" JSONB NOT NULL,
    "because" TEXT NOT NULL DEFAULT '',
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_formula_pkey" PRIMARY KEY ("id")
);

-- What was settled since a shard was counted, and what is past its due day.
CREATE INDEX "task_settled_at_idx" ON "task"("settled_at") WHERE "settled_at" IS NOT NULL;
CREATE INDEX "task_due_at_idx" ON "task"("due_at") WHERE "settled_at" IS NULL;
