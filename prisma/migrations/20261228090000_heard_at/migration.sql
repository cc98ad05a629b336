-- When somebody of an organization last did or said something, to the hour: whoever asked for more time or did other work is not silent.
ALTER TABLE "organization" ADD COLUMN "heard_at" TIMESTAMPTZ(3);
