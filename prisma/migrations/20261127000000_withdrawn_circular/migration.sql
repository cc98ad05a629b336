-- AlterTable
ALTER TABLE "circular" ADD COLUMN     "withdrawn_at" TIMESTAMPTZ(3),
ADD COLUMN     "withdrawn_because" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "withdrawn_by" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "circular_shard" ADD COLUMN     "withdrawn_at" TIMESTAMPTZ(3);
