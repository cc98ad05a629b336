-- Lines of the credits that are switched off, for one organization or (empty) for all.
CREATE TABLE "credit_off" (
    "line" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "credit_off_pkey" PRIMARY KEY ("line","organization_id")
);
