import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { beforeEach, describe, expect, it } from "vitest";
import { importOrganizations } from "../../../client/registry/importing.ts";
import { parseRoster, rosterColumns } from "../../../domain/roster/roster.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { importRoster } from "../../../records/roster/roster.ts";
import { freshDatabase } from "../../support/database.ts";
import { addressesOf, refused } from "../../support/organization.ts";

const { db } = await freshDatabase();
const monday = new Date("2031-03-03T01:00:00Z");
const friday = new Date("2031-03-07T01:00:00Z");
let flushed = 0;
const context = {
  db,
  now: () => monday,
  calendar: chinaCalendar(),
  flush: async () => {
    flushed += 1;
  },
};

const defaults: Readonly<Record<string, string>> = {
  code: "GZ-1",
  name: "示例慈善会",
  type: "CHA",
  registration: "foundation",
  zone: "Asia/Shanghai",
  district: "越秀区",
  party: "yes",
  qualified: "no",
  language: "zh-CN",
  secretariat: "王芳 <wang@example.org> +1 202 555 0101",
};
const cells = (row: Readonly<Record<string, string>>): string[] =>
  rosterColumns.map((column) => row[column] ?? defaults[column] ?? "");
const sheet = (...rows: Readonly<Record<string, string>>[]) => {
  const roster = parseRoster(rosterColumns, rows.map(cells));
  expect(roster.errors).toEqual([]);
  return roster;
};
const csv = (...rows: Readonly<Record<string, string>>[]): string =>
  [rosterColumns, ...rows.map(cells)].map((row) => row.join(",")).join("\n");
const takeIn = (roster: ReturnType<typeof sheet>, now = monday) =>
  db.$transaction((tx) => importRoster(tx, roster, now));
const holders = async (code: string, now = friday): Promise<string[]> => {
  const rows = await db.holding.findMany({
    where: { organization: { code }, fromAt: { lte: now }, OR: [{ untilAt: null }, { untilAt: { gt: now } }] },
    include: { person: true },
  });
  return rows.map(({ role, person }) => `${role} ${person.name}`).sort();
};

beforeEach(async () => {
  flushed = 0;
  await db.$executeRaw`truncate organization, person, nudge restart identity cascade`;
});

const everybody = () => db.person.findMany({ include: { holdings: true, addresses: true }, orderBy: { id: "asc" } });

describe("an imported sheet", () => {
  it("writes organizations, people and role holders", async () => {
    const done = await takeIn(
      sheet(
        { authority: "陈明 <chen@example.org>" },
        { code: "GZ-2", zone: "America/Los_Angeles", authority: "陈明 <chen@example.org>" },
      ),
    );
    expect(done).toEqual({ created: 2, updated: 0, people: 2, ended: 0 });
    expect(await holders("GZ-2")).toEqual(["authority 陈明", "secretariat 王芳"]);
    const joined = await db.organization.findMany({ orderBy: { ordinal: "asc" } });
    expect(joined.map((one) => one.joinedOn.toISOString().slice(0, 10))).toEqual(["2031-03-03", "2031-03-02"]);
  });

  it("changes nothing when it is imported again", async () => {
    const roster = sheet({ authority: "陈明 <chen@example.org>" });
    await takeIn(roster);
    const before = await everybody();
    expect(await takeIn(roster, friday)).toEqual({ created: 0, updated: 1, people: 2, ended: 0 });
    expect(await everybody()).toEqual(before);
  });

  it("ends roles that it no longer lists, and leaves other organizations unchanged", async () => {
    await takeIn(sheet({}, { code: "GZ-2" }));
    const done = await takeIn(sheet({ secretariat: "李强 <li@example.org>", name: "新名" }), friday);
    expect(done).toEqual({ created: 0, updated: 1, people: 1, ended: 1 });
    expect(await holders("GZ-1")).toEqual(["secretariat 李强"]);
    expect(await holders("GZ-1", new Date(friday.getTime() - 1))).toEqual(["secretariat 王芳"]);
    expect(await holders("GZ-2")).toEqual(["secretariat 王芳"]);
    expect((await db.organization.findUniqueOrThrow({ where: { code: "GZ-1" } })).name).toBe("新名");
  });

  it("recognizes people by e-mail address, otherwise by telephone number and name; a corrected number is tried again, a refused address stays refused", async () => {
    await takeIn(sheet({ staff: "赵六 +1 202 555 0160" }));
    const before = await everybody();
    await refused(
      db,
      before.map(({ id }) => id),
    );
    await takeIn(
      sheet({ secretariat: "王芳 <wang@example.org> +1 202 555 0199", staff: "赵六 +1 202 555 0160" }),
      friday,
    );
    const people = await db.person.findMany({ orderBy: { ordinal: "asc" } });
    expect(await Promise.all(people.map(({ id }) => addressesOf(db, id)))).toEqual([
      { email: "wang@example.org", emailState: "refused", phone: "+12025550199", phoneState: "ok" },
      { email: null, emailState: "ok", phone: "+12025550160", phoneState: "refused" },
    ]);
  });

  it("puts a thousand organizations in a shard", async () => {
    const roster = sheet(...Array.from({ length: 1_001 }, (_, index) => ({ code: `GZ-${index + 1}` })));
    await takeIn(roster);
    const shards = await db.organization.groupBy({ by: ["shard"], _count: true, orderBy: { shard: "asc" } });
    expect(shards.map(({ shard, _count }) => [shard, _count])).toEqual([
      [0, 999],
      [1, 2],
    ]);
  });

  it("imported eight times at once is imported once", async () => {
    const roster = sheet({ authority: "陈明 <chen@example.org>" });
    const done = await Promise.all(Array.from({ length: 8 }, () => takeIn(roster)));
    expect(done.filter(({ created }) => created === 1)).toHaveLength(1);
    expect(await db.person.count()).toBe(2);
    expect(await db.holding.count({ where: { untilAt: null } })).toBe(2);
  });
});

describe("an import", () => {
  it("gives new organizations a gentle start, unless all duties begin at once; existing ones are unchanged", async () => {
    await importOrganizations(context, csv({ code: "GZ-G1" }));
    await importOrganizations(context, csv({ code: "GZ-G1" }, { code: "GZ-G2" }), { atOnce: true });
    const begun = await db.organization.findMany({
      where: { code: { in: ["GZ-G1", "GZ-G2"] } },
      orderBy: { code: "asc" },
    });
    expect(begun.map(({ atOnce }) => atOnce)).toEqual([false, true]);
  });

  it("imports the sample city, reports its steps, and wakes the planner of each shard concerned", async () => {
    const steps: string[] = [];
    const city = readFileSync(new URL("../../../examples/organizations.csv", import.meta.url), "utf8");
    const done = await importOrganizations(context, city, { onStep: (step) => steps.push(step) });
    const [, ...rows] = parse(city) as string[][];
    expect(done).toMatchObject({ created: rows.length, ended: 0 });
    expect(steps).toEqual(["reading", "checking", "writing", "done"]);
    const nudges = await db.nudge.findMany();
    expect(nudges.map(({ workflowId, args }) => ({ workflowId, args }))).toEqual([
      { workflowId: "planner-0", args: [{ shard: 0 }] },
    ]);
    expect(flushed).toBe(1);
  });

  it("with invalid cells names each, and writes nothing", async () => {
    const sheet = csv({}, { code: "GZ-2", type: "XYZ", secretariat: "王芳 <wang@example.org> 12" });
    await expect(importOrganizations(context, sheet)).rejects.toMatchObject({
      code: "BAD_INPUT",
      problems: [
        expect.stringMatching(/^row 3, column type: "XYZ"; expected one of HUB/),
        expect.stringMatching(/^row 3, column secretariat: "12"; expected a telephone number/),
      ],
    });
    expect(await db.organization.count()).toBe(0);
    expect(flushed).toBe(0);
  });

  it("of a file that is not CSV names the line", async () => {
    const broken = `${csv({})}\nGZ-2,"示例`;
    await expect(importOrganizations(context, broken)).rejects.toMatchObject({
      code: "BAD_INPUT",
      message: expect.stringMatching(/^line 3: /),
    });
  });
});
