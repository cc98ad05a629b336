import pg from "pg";
import { beforeAll, expect, it } from "vitest";
import { raisable, raiseOpinion } from "../../client/kinds/opinion.ts";
import { Prisma } from "../../prisma/client.ts";
import { type Statements, statementsOf } from "../../prisma/transact.ts";
import { findOrganization, type OrganizationRecord } from "../../records/roster/organizations.ts";
import { Site } from "../../web/http/site.ts";
import { hasFaces } from "../../web/public/public-picture.ts";
import { queryPath } from "../../web/public/query.ts";
import { receiptPath } from "../../web/public/raise.ts";
import { atEnd } from "../support/ending.ts";
import { type Desk, openDesk, origin, secretKey } from "./portal.ts";

/** A node of a query plan as PostgreSQL prints it. */
interface Node {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  Plans?: Node[];
}

let desk: Desk;
/** Each statement of the last page with its plan. */
const plans: { text: string; plan: Node }[] = [];

/** Five thousand organizations that raise funds, five hundred of them often, with the data of years. */
const city = [
  `insert into organization (id, code, name, type, registration, zone, party, qualified, shard, joined_on, created_at)
   select 'o' || n, 'GZ-' || lpad(n::text, 5, '0'), case n % 3 when 0 then '越秀' when 1 then '天河' else '番禺' end || '第' || n || '慈善会',
     'CHA', 'foundation', 'Asia/Shanghai', false, true, n / 1000, '2030-01-01', now() from generate_series(1, 5000) n`,
  `insert into "case" (id, organization_id, duty, kind, key, state, opened_at)
   select 'r' || n || '-' || k, 'o' || n, '27', 'RT', 'k' || k, 'done', now() from generate_series(1, 5000) n, generate_series(1, 12) k`,
  `insert into "case" (id, organization_id, duty, kind, key, state, opened_at)
   select 'p' || n || '-' || k, 'o' || n * 10, '39', 'FG', 'k' || k, 'done', now() from generate_series(1, 500) n, generate_series(1, 4) k`,
  `insert into "case" (id, organization_id, duty, kind, key, state, parent_id, subject, facts, opened_at)
   select 'c' || n || '-' || k, 'o' || n * 10, '40a', 'DD', 'k' || k, case k when 4 then 'open' else 'done' end, 'p' || n || '-' || k, '急赈' || n || '-' || k,
     '{"emergency": false, "startsOn": "2030-01-01", "endsOn": "2032-01-01"}', now() from generate_series(1, 500) n, generate_series(1, 4) k`,
  `insert into "case" (id, organization_id, duty, kind, key, state, facts, opened_at)
   select 's' || n, 'o' || n, '40a', 'DD', 'k0', 'done', '{"emergency": false, "startsOn": "2030-01-01"}', now() from generate_series(1, 5000) n`,
  `insert into task (id, case_id, organization_id, duty, key, step, roles, state, policy, opened_at, due_at, first_due_at, climb_from, climb_due_at, round, facts)
   select 't' || id, id, organization_id, duty, 'do', case kind when 'DD' then 'answer-query' else 'file-plan' end, '{secretariat}', 'closed',
     'ordinary', now(), now(), now(), now(), now(), 'round-27-0', '{}' from "case"`,
  `insert into disclosure (id, case_id, organization_id, task_id, period, due_at, published_at, body, hash, previous)
   select 'd' || n || '-' || k || '-' || q, 'c' || n || '-' || k, 'o' || n * 10, 'x' || n || '-' || k || '-' || q, '2030-0' || q || '-01..2030-0' || q || '-28',
     now(), now(), jsonb_build_object('campaign', jsonb_build_object('title', '募捐'), 'statement', '', 'totals', z, 'cumulative', z,
       'lines', '[]'::jsonb, 'supplement', '[]'::jsonb), 'h' || q, case q when 1 then '' else 'h' || q - 1 end
   from generate_series(1, 500) n, generate_series(1, 4) k, generate_series(1, 5) q,
     (select '{"received": "0", "used": "0", "balance": "0", "receipts": 0, "uses": 0}'::jsonb as z) z`,
  `insert into donation (id, case_id, organization_id, direction, key, "on", cents, at)
   select 'e' || n || '-' || k, 'c' || n || '-1', 'o' || n * 10, 'received', 'k' || k, date '2030-01-01' + k % 300, 100, now()
   from generate_series(1, 500) n, generate_series(1, 150) k`,
  `insert into campaign_total select case_id, sum(cents), 0, count(*), 0 from donation group by 1`,
  // As many rows as a city has, because a small table is read whole whatever its indexes are.
  `insert into campaign_total select id, 0, 0, 0, 0 from "case" where kind = 'DD' on conflict do nothing`,
  `insert into campaign_month select case_id, to_char("on", 'YYYY-MM'), sum(cents), 0 from donation group by 1, 2`,
  // Campaigns of organizations other than the one that is requested.
  `insert into campaign_month select id, '2030-01', 0, 0 from "case" where kind = 'DD' on conflict do nothing`,
  `insert into discloser select o.id, o.code, search_words(o.name || ' ' || o.code || ' ' || (
     select coalesce(string_agg(c.subject, ' '), '') from "case" c where c.organization_id = o.id and c.kind = 'DD'))
   from organization o where o.id in (select organization_id from "case" where kind = 'DD')`,
];

beforeAll(async () => {
  plans.length = 0;
  // The client is created before its database is known, so its statements are observed later.
  let client: pg.Client | undefined;
  const through: Statements = {
    async $queryRaw<T>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) {
      if (!client) throw new Error("not yet connected");
      const sql = "raw" in query ? Prisma.sql(query, ...values) : query;
      const { rows } = await client.query(`explain (analyze, format json) ${sql.text}`, sql.values as unknown[]);
      plans.push({ text: sql.text, plan: rows[0]["QUERY PLAN"][0].Plan });
      return statementsOf(client).$queryRaw<T>(sql);
    },
    $executeRaw: () => Promise.reject(new Error("visitors write nothing")),
  };
  desk = await openDesk({ visitors: through });
  client = new pg.Client({ connectionString: desk.url });
  await client.connect();
  atEnd(async () => client?.end());
  for (const statement of city) await client.query(statement);
  await client.query("vacuum analyze");
});

const scans = (node: Node): Node[] => [
  ...(node["Relation Name"] ? [node] : []),
  ...(node.Plans ?? []).flatMap((one) => scans(one)),
];
const rowsRead = (node: Node): number =>
  (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0)) *
  node["Actual Loops"];

it("public pages use indexes, and read few rows besides those shown", async () => {
  const site = new Site({
    context: desk.context,
    secretKey,
    publicUrl: origin,
    health: async () => ({}),
    log: () => undefined,
  });
  const volunteers = await desk.organization({ type: "VOL" });
  const [kind = "opinion"] = raisable((await findOrganization(desk.db, volunteers.code)) as OrganizationRecord);
  const { caseId } = await raiseOpinion(desk.context, {
    organization: volunteers.code,
    kind,
    words: "路灯不亮",
    requester: { name: "", contact: "" },
    language: "zh-CN",
    key: "one",
    actor: "system",
  });
  const pages: Record<string, string[]> = {
    "/org": [
      "/org",
      "/org?after=GZ-02500",
      "/org?before=GZ-02500",
      `/org?q=${encodeURIComponent("第1230慈")}`,
      "/org?q=gz-012",
      // The name of a campaign.
      `/org?q=${encodeURIComponent("急赈12")}`,
    ],
    "/org/:code": ["/org/GZ-01230"],
    "/org/:code/feed.atom": ["/org/GZ-01230/feed.atom"],
    "/org/:code/badge.svg": ["/org/GZ-01230/badge.svg"],
    // Without a font for Chinese characters there is no picture to request.
    "/org/:code/picture.png": (await hasFaces()) ? ["/org/GZ-01230/picture.png"] : [],
    "/org/:code/donations.csv": ["/org/GZ-01230/donations.csv"],
    "/org/:code/disclosure/:id": ["/org/GZ-01230/disclosure/d123-1-3"],
    "/org/:code/disclosure/:id/body.json": ["/org/GZ-01230/disclosure/d123-1-3/body.json"],
    "/o/:code/raise": [`/o/${volunteers.code}/raise`],
    "/o/:code/query/:id": ["/o/GZ-01230/query/c123-4"],
    "/query/:code": [queryPath(site, "tc123-4")],
    "/raised/:code": [receiptPath(site, caseId)],
  };
  const open = desk.app.routes.filter(({ method, path }) => method === "GET" && /^\/(org|o|query|raised)\b/.test(path));
  expect(Object.keys(pages).sort(), "pages that anybody may open").toEqual(
    [...new Set(open.map(({ path }) => path))].sort(),
  );
  for (const path of Object.values(pages).flat()) {
    plans.length = 0;
    const answer = await desk.get(path);
    expect(answer.status, path).toBe(200);
    expect(plans.length, path).toBeGreaterThan(0);
    for (const { text, plan } of plans) {
      const all = scans(plan);
      expect(
        all.filter((node) => node["Node Type"] === "Seq Scan").map((node) => node["Relation Name"]),
        `${path} reads whole tables: ${text}`,
      ).toEqual([]);
      const rows = all.reduce((sum, node) => sum + rowsRead(node), 0);
      expect(rows, `rows that ${path} looks at: ${text}`).toBeLessThan(3_000);
    }
  }
});
