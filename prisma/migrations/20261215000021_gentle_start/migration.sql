-- Organizations that are there go on as they did; those that come begin gently, unless the import says at once.
ALTER TABLE "organization" ADD COLUMN "at_once" BOOLEAN NOT NULL DEFAULT true;
