-- Acts of programs: by which token, and what was answered to a key.
ALTER TABLE "event" ADD COLUMN "token_id" TEXT;

CREATE TABLE "api_answer" (
    "token_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "api_answer_pkey" PRIMARY KEY ("token_id","key")
);
CREATE INDEX "api_answer_at_idx" ON "api_answer"("at");

CREATE TABLE "api_act" (
    "id" BIGSERIAL NOT NULL,
    "token_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "act" TEXT NOT NULL,

    CONSTRAINT "api_act_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "api_act_token_id_id_idx" ON "api_act"("token_id", "id");
