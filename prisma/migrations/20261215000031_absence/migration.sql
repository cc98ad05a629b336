-- Somebody is away from an organization, and who does their work there meanwhile.
CREATE TABLE "absence" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "delegate_id" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "absence_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "absence_organization_id_until_at_idx" ON "absence"("organization_id", "until_at");
CREATE INDEX "absence_person_id_idx" ON "absence"("person_id");
CREATE INDEX "absence_delegate_id_idx" ON "absence"("delegate_id");
