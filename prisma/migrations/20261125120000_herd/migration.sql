-- What nothing is sought by, but every mail wrote to.

-- DropForeignKey
ALTER TABLE "notice" DROP CONSTRAINT "notice_delivery_id_fkey";

-- DropIndex
DROP INDEX "notice_delivery_id_idx";

-- DropIndex
DROP INDEX "event_organization_id_at_idx";
