-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "organization" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "registration" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "district" TEXT NOT NULL DEFAULT '',
    "party" BOOLEAN NOT NULL,
    "qualified" BOOLEAN NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'zh-CN',
    "ordinal" SERIAL NOT NULL,
    "shard" INTEGER NOT NULL,
    "joined_on" DATE NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "language" TEXT NOT NULL,
    "ordinal" SERIAL NOT NULL,
    "shard" INTEGER NOT NULL,
    "email_state" TEXT NOT NULL DEFAULT 'ok',
    "phone_state" TEXT NOT NULL DEFAULT 'ok',
    "left_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "holding" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3),

    CONSTRAINT "holding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duty_setting" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT,
    "duty" TEXT NOT NULL,
    "cadence" TEXT,
    "policy" TEXT,
    "paused_at" TIMESTAMPTZ(3),

    CONSTRAINT "duty_setting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy" (
    "name" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "calendar_day" (
    "id" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "district" TEXT NOT NULL DEFAULT '',
    "worked" BOOLEAN NOT NULL,

    CONSTRAINT "calendar_day_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "duty" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "workflow_id" TEXT,
    "workflow_type" TEXT,
    "parent_id" TEXT,
    "subject" TEXT NOT NULL DEFAULT '',
    "facts" JSONB NOT NULL DEFAULT '{}',
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "provisional" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "id" TEXT NOT NULL,
    "case_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "duty" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "roles" TEXT[],
    "person_id" TEXT,
    "passed_by_id" TEXT,
    "verifier" TEXT,
    "state" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "verifier_policy" TEXT NOT NULL DEFAULT 'verdict',
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "first_due_at" TIMESTAMPTZ(3) NOT NULL,
    "turn" INTEGER NOT NULL DEFAULT 0,
    "climb_from" TIMESTAMPTZ(3) NOT NULL,
    "climb_due_at" TIMESTAMPTZ(3) NOT NULL,
    "told_through" TIMESTAMPTZ(3),
    "reached" TEXT,
    "next_at" TIMESTAMPTZ(3),
    "round" TEXT NOT NULL,
    "waits_for" INTEGER NOT NULL DEFAULT 0,
    "returns" INTEGER NOT NULL DEFAULT 0,
    "submissions" INTEGER NOT NULL DEFAULT 0,
    "submitted_by_id" TEXT,
    "submitted_at" TIMESTAMPTZ(3),
    "did_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "asked_until" TIMESTAMPTZ(3),
    "asked_reason" TEXT,
    "asked_by_id" TEXT,
    "settled_at" TIMESTAMPTZ(3),
    "result" JSONB,
    "facts" JSONB NOT NULL DEFAULT '{}',
    "poison" TEXT,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_after" (
    "task_id" TEXT NOT NULL,
    "after_id" TEXT NOT NULL,

    CONSTRAINT "task_after_pkey" PRIMARY KEY ("task_id","after_id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" TEXT NOT NULL,
    "task_id" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "person_id" TEXT,
    "type" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "mime" TEXT NOT NULL DEFAULT '',
    "text" TEXT NOT NULL DEFAULT '',
    "data" JSONB,
    "bytes" BYTEA,
    "sha256" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" TEXT NOT NULL,
    "task_id" TEXT,
    "case_id" TEXT,
    "organization_id" TEXT,
    "person_id" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "shape" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    "urgency" TEXT NOT NULL DEFAULT 'routine',
    "while_states" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "turn" INTEGER NOT NULL DEFAULT 0,
    "details" JSONB NOT NULL DEFAULT '{}',
    "shard" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "dropped" TEXT,
    "send_at" TIMESTAMPTZ(3) NOT NULL,
    "not_after" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "delivery_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "provider" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL,
    "shard" INTEGER NOT NULL,
    "run" TEXT NOT NULL,
    "code" TEXT NOT NULL DEFAULT '',
    "detail" TEXT NOT NULL DEFAULT '',
    "routine" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "link" (
    "nonce" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "person_id" TEXT,
    "task_id" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "link_pkey" PRIMARY KEY ("nonce")
);

-- CreateTable
CREATE TABLE "nudge" (
    "id" BIGSERIAL NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "workflow_type" TEXT NOT NULL,
    "task_queue" TEXT NOT NULL,
    "signal" TEXT NOT NULL,
    "args" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "nudge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sleeper" (
    "id" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "sleeper_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" BIGSERIAL NOT NULL,
    "case_id" TEXT NOT NULL,
    "task_id" TEXT,
    "organization_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "verb" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "previous" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "donation" (
    "id" TEXT NOT NULL,
    "case_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "on" DATE NOT NULL,
    "cents" BIGINT NOT NULL,
    "goods" TEXT NOT NULL DEFAULT '',
    "purpose" TEXT NOT NULL DEFAULT '',
    "donor" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "donation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disclosure" (
    "id" TEXT NOT NULL,
    "case_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "task_id" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "late_at" TIMESTAMPTZ(3),
    "body" JSONB,
    "hash" TEXT,
    "previous" TEXT,

    CONSTRAINT "disclosure_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "organization_code_key" ON "organization"("code");

-- CreateIndex
CREATE UNIQUE INDEX "organization_ordinal_key" ON "organization"("ordinal");

-- CreateIndex
CREATE INDEX "organization_shard_idx" ON "organization"("shard");

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE UNIQUE INDEX "person_ordinal_key" ON "person"("ordinal");

-- CreateIndex
CREATE INDEX "person_phone_idx" ON "person"("phone");

-- CreateIndex
CREATE INDEX "holding_person_id_idx" ON "holding"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "holding_organization_id_role_person_id_from_at_key" ON "holding"("organization_id", "role", "person_id", "from_at");

-- CreateIndex
CREATE UNIQUE INDEX "duty_setting_organization_id_duty_key" ON "duty_setting"("organization_id", "duty");

-- CreateIndex
CREATE UNIQUE INDEX "calendar_day_date_district_key" ON "calendar_day"("date", "district");

-- CreateIndex
CREATE INDEX "case_parent_id_idx" ON "case"("parent_id");

-- CreateIndex
CREATE INDEX "case_duty_state_idx" ON "case"("duty", "state");

-- CreateIndex
CREATE UNIQUE INDEX "case_organization_id_duty_key_key" ON "case"("organization_id", "duty", "key");

-- CreateIndex
CREATE INDEX "task_round_next_at_idx" ON "task"("round", "next_at");

-- CreateIndex
CREATE INDEX "task_next_at_idx" ON "task"("next_at");

-- CreateIndex
CREATE INDEX "task_organization_id_state_idx" ON "task"("organization_id", "state");

-- CreateIndex
CREATE INDEX "task_duty_state_idx" ON "task"("duty", "state");

-- CreateIndex
CREATE INDEX "task_person_id_idx" ON "task"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "task_case_id_key_key" ON "task"("case_id", "key");

-- CreateIndex
CREATE INDEX "task_after_after_id_idx" ON "task_after"("after_id");

-- CreateIndex
CREATE INDEX "evidence_task_id_idx" ON "evidence"("task_id");

-- CreateIndex
CREATE INDEX "notice_shard_state_send_at_idx" ON "notice"("shard", "state", "send_at");

-- CreateIndex
CREATE INDEX "notice_person_id_state_idx" ON "notice"("person_id", "state");

-- CreateIndex
CREATE INDEX "notice_delivery_id_idx" ON "notice"("delivery_id");

-- CreateIndex
CREATE UNIQUE INDEX "notice_task_id_step_person_id_channel_key" ON "notice"("task_id", "step", "person_id", "channel");

-- CreateIndex
CREATE INDEX "delivery_shard_state_idx" ON "delivery"("shard", "state");

-- CreateIndex
CREATE INDEX "delivery_person_id_channel_created_at_idx" ON "delivery"("person_id", "channel", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "link_hash_key" ON "link"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "link_person_id_task_id_purpose_key" ON "link"("person_id", "task_id", "purpose");

-- CreateIndex
CREATE INDEX "nudge_workflow_id_idx" ON "nudge"("workflow_id");

-- CreateIndex
CREATE INDEX "event_case_id_id_idx" ON "event"("case_id", "id");

-- CreateIndex
CREATE INDEX "event_task_id_idx" ON "event"("task_id");

-- CreateIndex
CREATE INDEX "event_organization_id_at_idx" ON "event"("organization_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "event_case_id_previous_key" ON "event"("case_id", "previous");

-- CreateIndex
CREATE UNIQUE INDEX "donation_case_id_direction_key_key" ON "donation"("case_id", "direction", "key");

-- CreateIndex
CREATE UNIQUE INDEX "disclosure_task_id_key" ON "disclosure"("task_id");

-- CreateIndex
CREATE INDEX "disclosure_organization_id_idx" ON "disclosure"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "disclosure_case_id_period_key" ON "disclosure"("case_id", "period");

-- AddForeignKey
ALTER TABLE "holding" ADD CONSTRAINT "holding_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holding" ADD CONSTRAINT "holding_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case" ADD CONSTRAINT "case_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case" ADD CONSTRAINT "case_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "task"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "donation" ADD CONSTRAINT "donation_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disclosure" ADD CONSTRAINT "disclosure_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
