-- When somebody last came by the link of a message.
ALTER TABLE "link" ADD COLUMN "opened_at" TIMESTAMPTZ(3);
