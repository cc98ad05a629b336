-- AlterTable
ALTER TABLE "organization" ADD COLUMN     "marks" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "case" ADD COLUMN     "circular_id" TEXT;

-- AlterTable
ALTER TABLE "task" ADD COLUMN     "cover_id" TEXT,
ADD COLUMN     "floating" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "site" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL DEFAULT '',
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3),

    CONSTRAINT "site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "circular" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "urgency" TEXT NOT NULL DEFAULT 'routine',
    "types" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "districts" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "organization_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "facts" JSONB NOT NULL DEFAULT '{}',
    "file_name" TEXT NOT NULL DEFAULT '',
    "file_mime" TEXT NOT NULL DEFAULT '',
    "file_bytes" BYTEA,
    "issued_by" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "circular_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "circular_shard" (
    "circular_id" TEXT NOT NULL,
    "shard" INTEGER NOT NULL,
    "done_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "circular_shard_pkey" PRIMARY KEY ("circular_id","shard")
);

-- CreateTable
CREATE TABLE "version" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "artefact" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "task_id" TEXT NOT NULL,
    "written_by_id" TEXT,
    "approved_by_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "version_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "site_organization_id_name_from_at_key" ON "site"("organization_id", "name", "from_at");

-- CreateIndex
CREATE UNIQUE INDEX "circular_key_key" ON "circular"("key");

-- CreateIndex
CREATE UNIQUE INDEX "version_task_id_key" ON "version"("task_id");

-- CreateIndex
CREATE UNIQUE INDEX "version_organization_id_artefact_number_key" ON "version"("organization_id", "artefact", "number");

-- CreateIndex
CREATE INDEX "case_circular_id_idx" ON "case"("circular_id");

-- CreateIndex
CREATE INDEX "task_cover_id_idx" ON "task"("cover_id");

-- AddForeignKey
ALTER TABLE "site" ADD CONSTRAINT "site_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "circular_shard" ADD CONSTRAINT "circular_shard_circular_id_fkey" FOREIGN KEY ("circular_id") REFERENCES "circular"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version" ADD CONSTRAINT "version_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
