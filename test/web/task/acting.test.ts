import { expect, it } from "vitest";
import { connect, type Db } from "../../../prisma/client.ts";
import { formToken } from "../../../web/http/guard.ts";
import { createPortal } from "../../../web/index.ts";
import { atEnd } from "../../support/ending.ts";
import { openDesk, origin, secretKey } from "../portal.ts";

/** Number of reads of the tables with a task's history and its submissions. */
async function looks(db: Db): Promise<number> {
  await db.$queryRaw`select 1 from pg_stat_force_next_flush()`;
  const [row] = await db.$queryRaw<{ n: number }[]>`
    select sum(seq_scan + coalesce(idx_scan, 0))::int as n from pg_stat_user_tables where relname in ('notice', 'evidence')`;
  return row?.n ?? 0;
}

it("an act through a link reads nothing that only its page shows", async () => {
  const desk = await openDesk();
  const organization = await desk.organization();
  const { taskId } = await desk.finding(organization, "消防通道堆放杂物");
  const code = await desk.code(organization.person("secretariat"), taskId);
  // One connection, which reports its reads on request.
  const db = connect(desk.url, { connections: 1 });
  atEnd(() => db.$disconnect());
  const context = { ...desk.context, db };
  const portal = createPortal({
    context,
    secretKey,
    publicUrl: origin,
    health: async () => ({}),
    log: () => undefined,
  });
  const reads = async (work: () => Response | Promise<Response>, status: number): Promise<number> => {
    const before = await looks(db);
    expect((await work()).status).toBe(status);
    return (await looks(db)) - before;
  };
  expect(await reads(() => portal.request(`${origin}/t/${code}`), 200)).toBeGreaterThan(0);
  const headers = { "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin" };
  const body = new URLSearchParams({ verb: "acknowledge", token: formToken(secretKey, "task", code, taskId) });
  const post = () => portal.request(`${origin}/t/${code}`, { method: "POST", headers, body: body.toString() });
  expect(await reads(post, 303)).toBe(0);
  expect(await desk.state(taskId)).toBe("acknowledged");
});
