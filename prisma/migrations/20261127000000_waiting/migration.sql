-- What has been carried leaves the indexes of what waits, and what became of a delivery is written without touching any.

-- DropIndex
DROP INDEX "notice_shard_state_send_at_idx";

-- DropIndex
DROP INDEX "notice_person_id_state_idx";

-- DropIndex
DROP INDEX "delivery_shard_state_idx";

-- CreateIndex
CREATE INDEX "notice_shard_state_send_at_idx" ON "notice"("shard", "state", "send_at") WHERE "state" IN ('queued', 'sending');

-- CreateIndex
CREATE INDEX "notice_person_id_idx" ON "notice"("person_id") WHERE "state" = 'queued';

-- Room beside each delivery for what becomes of it.
ALTER TABLE "delivery" SET (fillfactor = 60);

-- AlterTable
ALTER TABLE "delivery" DROP COLUMN "shard";
