-- When a delivery was about to be handed to its provider: what was claimed and not handed over cannot have gone out.
ALTER TABLE "delivery" ADD COLUMN "handed_at" TIMESTAMPTZ(3);
