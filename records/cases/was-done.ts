import { Prisma } from "../../prisma/client.ts";

/** SQL: ended case `c` was done by its doers, and not waived, cancelled or ended in another way. Every statement uses this fragment. */
export const wasDone = Prisma.sql`(c.state = 'done' and coalesce(c.outcome, '') not in ('waived', 'cancelled'))`;
