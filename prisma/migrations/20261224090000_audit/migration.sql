-- What each audit found, and where the next one goes on with the chains.
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "gaps" JSONB NOT NULL,
    "found" INTEGER NOT NULL,
    "mended" INTEGER NOT NULL,
    "left_open" INTEGER NOT NULL,
    "chains_through" TEXT NOT NULL DEFAULT '',
    "chains_whole_at" TIMESTAMPTZ(3),

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "audit_at_idx" ON "audit"("at");

-- When the database was restored, and of which instant its rows are: whatever ran in the engine by then went by other rows.
CREATE TABLE "restore" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "snapshot_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "restore_pkey" PRIMARY KEY ("id")
);
