-- Who is signed in: at the board, or on a device that is remembered after a code.
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "person_id" TEXT,
    "link" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "session_hash_key" ON "session"("hash");
CREATE INDEX "session_person_id_idx" ON "session"("person_id");

-- A code of six digits that was sent to somebody's own address.
CREATE TABLE "access_code" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "access_code_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "access_code_person_id_created_at_idx" ON "access_code"("person_id", "created_at");

-- A message to an address that is about no task.
CREATE TABLE "direct_message" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "language" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "organization_id" TEXT,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "run" TEXT NOT NULL DEFAULT '',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "send_at" TIMESTAMPTZ(3) NOT NULL,
    "not_after" TIMESTAMPTZ(3) NOT NULL,
    "provider" TEXT NOT NULL DEFAULT '',
    "code" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "direct_message_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "direct_message_kind_subject_id_key" ON "direct_message"("kind", "subject_id");
CREATE INDEX "direct_message_state_send_at_idx" ON "direct_message"("state", "send_at");
