import type { Tx } from "../../prisma/client.ts";

/** The earliest instant after `after` at which a rung is due or a waiting notice is sent; null: none. */
export async function nextStep(tx: Tx, after: Date): Promise<Date | null> {
  const rows = await tx.$queryRaw<{ at: Date | null }[]>`
    select least((select min(next_at) from task where next_at > ${after}),
                 (select min(send_at) from notice where state = 'queued' and send_at > ${after})) as at`;
  return rows[0]?.at ?? null;
}
