-- AlterTable
ALTER TABLE "organization" ADD COLUMN     "closed_because" TEXT NOT NULL DEFAULT '';
