import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "./generated/client.ts";

/** A pool of connections to PostgreSQL. */
export type Db = PrismaClient;
/** An open transaction: what a statement needs, whether it stands alone or not. */
export type Tx = Prisma.TransactionClient;
export { Prisma };

/** @param url `postgresql://user:password@host:port/database` */
export function connect(url: string, { connections = 10 } = {}): Db {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max: connections, idleTimeoutMillis: 30_000 }),
    transactionOptions: { maxWait: 30_000, timeout: 120_000 },
  });
}
