-- What a person prefers of their messages; null: as the program does.
ALTER TABLE "person" ADD COLUMN "daily_hour" INTEGER;
ALTER TABLE "person" ADD COLUMN "routine_channel" TEXT;
