-- The least version of the program that can work with these tables: a contracting migration raises it (docs/deploy.md).
CREATE TABLE "schema_floor" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" TEXT NOT NULL,
    CONSTRAINT "schema_floor_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "schema_floor_one" CHECK ("id" = 1)
);
INSERT INTO "schema_floor" ("version") VALUES ('0.3.0');
