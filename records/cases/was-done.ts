import { Prisma } from "../../prisma/client.ts";

/** The one rule of which ended case `c` was done by whoever was asked: neither waived nor given up, nor ended in another way. */
export const wasDone = Prisma.sql`(c.state = 'done' and coalesce(c.outcome, '') not in ('waived', 'cancelled'))`;
