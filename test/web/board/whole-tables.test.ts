import { expect, it } from "vitest";
import { connect, type Db } from "../../../prisma/client.ts";
import { createPortal } from "../../../web/index.ts";
import { atEnd } from "../../support/ending.ts";
import { openDesk, secretKey } from "../portal.ts";

/** Tables that have hundreds of thousands of rows in a city with a year of data. */
const large = ["task", "case", "notice", "event", "delivery", "evidence", "address", "holding", "person", "link"];

/**
 * With sequential scans disabled, PostgreSQL reads a whole table only if it has no other way. So a small table shows what would happen with a
 * large one.
 */
it("no page of the board scans a large table, whoever opens it", async () => {
  const desk = await openDesk();
  const organization = await desk.organization({ language: "zh-CN" });
  const { taskId, caseId } = await desk.finding(organization, "消防通道堵塞", "critical");
  await desk.db.$executeRaw`vacuum analyze`;
  const [{ name } = { name: "" }] = await desk.db.$queryRaw<{ name: string }[]>`select current_database() as name`;
  await desk.db.$executeRawUnsafe(`alter database "${name}" set enable_seqscan = off`);
  const cookies = [await desk.session(null), await desk.session(organization.person("supervisory-board"))];
  const pages = [
    ...[
      "/board",
      "/board?view=late",
      "/board?view=verdict&page=2",
      "/board?view=unreachable",
      "/board?severity=critical",
    ],
    ...[
      "/board?q=yxq",
      "/board?district=x&type=CHA&due=week",
      "/board?duty=29",
      "/board/suggest?q=yx",
      "/board/suggest?q=陈",
    ],
    ...[
      "/board/organizations",
      "/board/organizations?state=late",
      "/board/circulars",
      "/board/levels",
      "/board/report",
    ],
    ...["/board/report?period=2026", `/board/task/${taskId}`, `/board/case/${caseId}`, "/board/views", "/board/start"],
  ];
  // One connection, which reports its scans on request.
  const db = connect(desk.url, { connections: 1 });
  atEnd(() => db.$disconnect());
  const context = { ...desk.context, db };
  const publicUrl = "http://127.0.0.1:8080";
  const portal = createPortal({ context, secretKey, publicUrl, health: async () => ({}), log: () => undefined });
  const found: Record<string, string[]> = {};
  let before = await scans(db);
  for (const cookie of cookies)
    for (const path of pages) {
      const answer = await portal.request(publicUrl + path, { headers: { cookie } });
      expect(answer.status, path).toBe(200);
      const after = await scans(db);
      const whole = [...after].flatMap(([table, n]) => (n > (before.get(table) ?? 0) ? [table] : []));
      if (whole.length > 0) found[path] = whole;
      before = after;
    }
  expect(found).toEqual({});
});

/** Number of sequential scans of each large table. */
async function scans(db: Db): Promise<ReadonlyMap<string, number>> {
  await db.$queryRaw`select 1 from pg_stat_force_next_flush()`;
  const rows = await db.$queryRaw<{ table: string; n: number }[]>`
    select relname as table, seq_scan::int as n from pg_stat_user_tables where relname = any(${large}::text[])`;
  return new Map(rows.map(({ table, n }) => [table, n]));
}
