-- AlterTable
ALTER TABLE "duty_setting" ADD COLUMN     "terms" JSONB NOT NULL DEFAULT '{}';
