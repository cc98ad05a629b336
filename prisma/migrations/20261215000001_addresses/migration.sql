-- Addresses are rows, one a channel: a new channel needs no column.
CREATE TABLE "address" (
    "person_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'ok',

    CONSTRAINT "address_pkey" PRIMARY KEY ("person_id", "channel")
);

INSERT INTO "address" ("person_id", "channel", "value", "state")
SELECT "id", 'email', "email", "email_state" FROM "person" WHERE "email" IS NOT NULL
UNION ALL
SELECT "id", 'sms', "phone", "phone_state" FROM "person" WHERE "phone" IS NOT NULL;

-- An e-mail address is one person's; a telephone may be several people's.
CREATE UNIQUE INDEX "address_email_key" ON "address"("value") WHERE "channel" = 'email';
CREATE INDEX "address_value_channel_idx" ON "address"("value", "channel");
ALTER TABLE "address" ADD CONSTRAINT "address_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

DROP INDEX "person_email_key";
DROP INDEX "person_phone_idx";
ALTER TABLE "person" DROP COLUMN "email", DROP COLUMN "phone", DROP COLUMN "email_state", DROP COLUMN "phone_state";
ANALYZE "address";
