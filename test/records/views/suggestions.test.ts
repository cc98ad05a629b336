import pg from "pg";
import { beforeAll, expect, it } from "vitest";
import { Prisma } from "../../../prisma/client.ts";
import { type Statements, statementsOf } from "../../../prisma/transact.ts";
import { suggestedOrganizations, suggestedPeople } from "../../../records/views/suggestions.ts";
import { freshDatabase } from "../../support/database.ts";
import { atEnd } from "../../support/ending.ts";
import { promised } from "../../support/timeouts.ts";

/** A node of a plan as PostgreSQL prints it. */
interface Node {
  "Node Type": string;
  "Relation Name"?: string;
  Plans?: Node[];
}

const now = new Date("2031-03-03T01:00:00Z");
/** Ten thousand organizations with three people each. */
const city = [
  `insert into organization (id, code, name, pinyin, type, registration, zone, party, qualified, shard, joined_on, created_at)
   select 'o' || n, 'GZ-' || lpad(n::text, 5, '0'), case n % 3 when 0 then '越秀' when 1 then '天河' else '番禺' end || '第' || n || '慈善会',
     case n % 3 when 0 then 'yuexiu' when 1 then 'tianhe' else 'panyu' end || 'di' || n || 'cishanhui', 'CHA', 'foundation',
     'Asia/Shanghai', false, true, n / 1000, '2030-01-01', '2030-01-01' from generate_series(1, 10000) n`,
  `insert into person (id, name, language, shard, created_at)
   select 'p' || n, (array['黄','陈','李','张','何','梁'])[1 + n % 6] || (array['小满','建国','秀英','志强','丽华'])[1 + n % 5] || n, 'zh-CN', 0, '2030-01-01'
   from generate_series(1, 30000) n`,
  `insert into holding (id, person_id, organization_id, role, from_at)
   select 'h' || n, 'p' || n, 'o' || 1 + n % 10000, 'head', '2030-01-01' from generate_series(1, 30000) n`,
];

const plans: Node[] = [];
let explained: Statements;
let plain: Statements;
beforeAll(async () => {
  const { url } = await freshDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  atEnd(() => client.end());
  for (const statement of city) await client.query(statement);
  await client.query("vacuum analyze");
  plain = statementsOf(client);
  explained = {
    async $queryRaw<T>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) {
      const sql = "raw" in query ? Prisma.sql(query, ...values) : query;
      const { rows } = await client.query(`explain (format json) ${sql.text}`, sql.values as unknown[]);
      plans.push(rows[0]["QUERY PLAN"][0].Plan);
      return plain.$queryRaw<T>(sql);
    },
    $executeRaw: () => Promise.reject(new Error("nothing is written")),
  };
});

const whole = (node: Node): string[] => [
  ...(node["Node Type"] === "Seq Scan" ? [node["Relation Name"] ?? "?"] : []),
  ...(node.Plans ?? []).flatMap(whole),
];

it("a search in a city of ten thousand organizations scans no table", async () => {
  for (const typed of ["越秀第12", "yuexiudi12", "GZ-012"])
    expect(await suggestedOrganizations(explained, null, typed, 6), typed).toHaveLength(6);
  expect(await suggestedPeople(explained, null, "小满12", now, 4)).toHaveLength(4);
  expect(plans.flatMap(whole)).toEqual([]);
});

it("suggestions are there before the next character is typed", async () => {
  const took: number[] = [];
  for (const typed of ["越", "越秀", "yu", "yuexiu", "cs", "GZ-0", "黄", "小满"]) {
    const began = performance.now();
    await Promise.all([suggestedOrganizations(plain, null, typed, 6), suggestedPeople(plain, null, typed, now, 4)]);
    took.push(performance.now() - began);
  }
  expect(Math.max(...took)).toBeLessThan(promised(100));
});
