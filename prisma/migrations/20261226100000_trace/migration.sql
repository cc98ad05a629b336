-- W3C traceparent of what wrote it, where that was traced: a trace goes from an act over the nudge and the notice to the message.
ALTER TABLE "nudge" ADD COLUMN "trace" TEXT;
ALTER TABLE "notice" ADD COLUMN "trace" TEXT;
