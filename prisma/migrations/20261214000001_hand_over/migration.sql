-- How far the courier of a shard has handed its claims over, in one row instead of a mark on each delivery.
ALTER TABLE "delivery" ADD COLUMN "place" INTEGER NOT NULL DEFAULT 0;
CREATE TABLE "hand_over" (
    "shard" INTEGER NOT NULL,
    "run" TEXT NOT NULL,
    "through" INTEGER NOT NULL,

    CONSTRAINT "hand_over_pkey" PRIMARY KEY ("shard")
);
