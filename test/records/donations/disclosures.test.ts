import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { canonicalJson } from "../../../domain/donations/disclosure-body.ts";
import type { Donation } from "../../../domain/donations/donation-sheet.ts";
import { valueIn } from "../../../domain/forms/figures.ts";
import type { Tx } from "../../../prisma/client.ts";
import {
  disclosureHash,
  disclosuresOfCase,
  figuresOf,
  markLate,
  openDisclosure,
  publish,
} from "../../../records/donations/disclosures.ts";
import { donationsOf, insertDonations, totalsOf } from "../../../records/donations/donations.ts";
import { newId } from "../../../records/rows.ts";
import { freshDatabase } from "../../support/database.ts";

const { db } = await freshDatabase();
const at = (iso: string): Date => new Date(iso);
const now = at("2031-03-20T02:00:00Z");

let caseId: string;
const organizationId = "o1";
await db.$executeRaw`insert into organization (id, code, name, type, registration, zone, party, qualified, shard, joined_on, created_at)
  values ('o1', 'GZ-1', '示例慈善会', 'CHA', 'foundation', 'Asia/Shanghai', true, true, 0, '2026-01-01', now())`;

beforeEach(async () => {
  caseId = newId();
  const facts = { emergency: true, startsOn: "2031-03-03", endsOn: "2031-04-30" };
  await db.$executeRaw`insert into "case" (id, organization_id, duty, kind, key, state, subject, facts, opened_at)
    values (${caseId}, ${organizationId}, '40a', 'DD', ${caseId}, 'open', '暴雨救灾', ${JSON.stringify(facts)}::jsonb, ${now})`;
});

const entry = (more: Partial<Donation>): Donation => ({
  direction: "received",
  key: newId(),
  on: "2031-03-04",
  cents: 100_00n,
  goods: "",
  purpose: "",
  donor: "",
  ...more,
});

const record = (rows: Donation[], when = now): Promise<Donation[]> =>
  db.$transaction((tx) => insertDonations(tx, { caseId, organizationId }, rows, when));

async function ask(period: string, dueAt: Date): Promise<string> {
  const taskId = newId();
  await db.$executeRaw`insert into task (id, case_id, organization_id, duty, key, step, roles, state, policy, opened_at, due_at,
      first_due_at, climb_from, climb_due_at, round)
    values (${taskId}, ${caseId}, ${organizationId}, '40a', ${`publish:${period}`}, 'publish', array['secretariat'], 'open',
      'disclosure', ${now}, ${dueAt}, ${dueAt}, ${now}, ${dueAt}, 'round-40a-0')`;
  await openDisclosure(db, { caseId, organizationId, taskId, period, dueAt });
  return taskId;
}

const out = (taskId: string, when: Date, statement = ""): ReturnType<typeof publish> =>
  db.$transaction((tx: Tx) => publish(tx, { taskId, at: when, statement }));

async function rowOf(period: string) {
  const row = (await disclosuresOfCase(db, caseId)).find((one) => one.period === period);
  if (!row) throw new Error(`no disclosure ${period}`);
  return row;
}

describe("donations", () => {
  it("recorded twice under one key are stored once, and the result says which were new", async () => {
    const rows = [
      entry({ key: "a" }),
      entry({ key: "b", cents: 5n }),
      entry({ key: "a", direction: "used", cents: 30_00n }),
    ];
    expect(await record(rows)).toEqual(rows);
    expect(await record([entry({ key: "a", cents: 999n }), entry({ key: "c" })])).toMatchObject([{ key: "c" }]);
    expect(await totalsOf(db, caseId)).toEqual({ received: 200_05n, used: 30_00n, receipts: 3, uses: 1 });
  });

  it("are summed up by the days of a period, both ends included, beyond the range of a JavaScript number", async () => {
    const huge = 99_999_999_999_999_999n;
    await record(["03", "04", "08", "09"].map((day) => entry({ on: `2031-03-${day}`, cents: huge })));
    expect((await totalsOf(db, caseId, { from: "2031-03-04", to: "2031-03-08" })).received).toBe(huge * 2n);
    expect((await totalsOf(db, caseId, { to: "2031-03-03" })).received).toBe(huge);
    expect((await totalsOf(db, caseId)).received).toBe(huge * 4n);
  });

  it("keep their day as entered, in any time zone", async () => {
    await record([entry({ on: "2031-03-31", donor: "李四" })]);
    expect(await donationsOf(db, { caseId })).toMatchObject([
      { on: "2031-03-31", cents: 10000n, donor: "李四", title: "暴雨救灾" },
    ]);
  });
});

describe("a disclosure", () => {
  const due = at("2031-03-08T16:00:00Z");

  it("is requested once", async () => {
    const taskId = await ask("2031-03-08", due);
    expect(await openDisclosure(db, { caseId, organizationId, taskId, period: "2031-03-08", dueAt: due })).toBe(false);
    expect(await disclosuresOfCase(db, caseId)).toHaveLength(1);
  });

  it("contains what was received and used in its days, earlier totals, and never a donor", async () => {
    await record([
      entry({ on: "2031-03-03", donor: "王五", purpose: "粮油" }),
      entry({ on: "2031-03-03", purpose: "粮油", cents: 50n }),
      entry({ on: "2031-03-05", goods: "棉被20床", cents: 800_00n }),
      entry({ direction: "used", on: "2031-03-06", purpose: "粮油", cents: 40_00n }),
      entry({ on: "2031-03-09", cents: 7_00n }),
    ]);
    await out(await ask("2031-03-08", due), at("2031-03-08T09:00:00Z"), "感谢各界\u0000支持");
    const { body, lateAt } = await rowOf("2031-03-08");
    expect(lateAt).toBeNull();
    expect(body).toMatchObject({
      organization: { code: "GZ-1", name: "示例慈善会" },
      campaign: { title: "暴雨救灾" },
      period: { key: "2031-03-08", from: "2031-03-03", to: "2031-03-08", final: false },
      late: false,
      totals: { received: "90050", used: "4000", balance: "86050", receipts: 3, uses: 1 },
      cumulative: { received: "90050", used: "4000", balance: "86050" },
      statement: "感谢各界支持",
    });
    expect(body?.lines).toEqual([
      { direction: "received", on: "2031-03-03", purpose: "粮油", goods: "", cents: "10050", count: 2 },
      { direction: "received", on: "2031-03-05", purpose: "", goods: "棉被20床", cents: "80000", count: 1 },
      { direction: "used", on: "2031-03-06", purpose: "粮油", goods: "", cents: "4000", count: 1 },
    ]);
    expect(JSON.stringify(body)).not.toContain("王五");
  });

  it("contains what was recorded late for the days of an earlier one, in the next one and only there", async () => {
    await out(await ask("2031-03-08", due), now);
    // Recorded at the very instant of the publication.
    await record([entry({ on: "2031-03-05", purpose: "补记" })], now);
    await out(await ask("2031-03-13", due), now);
    expect((await rowOf("2031-03-13")).body).toMatchObject({
      totals: { received: "0" },
      supplement: [{ on: "2031-03-05", purpose: "补记", cents: "10000" }],
      cumulative: { received: "10000" },
    });
    await out(await ask("2031-03-18", due), now);
    expect((await rowOf("2031-03-18")).body?.supplement).toEqual([]);
  });

  it("that is the final one contains everything, also what was used after the end", async () => {
    await record([entry({}), entry({ direction: "used", on: "2031-05-20", cents: 60_00n })]);
    await out(await ask("final", at("2031-07-30T10:00:00Z")), at("2031-06-01T02:00:00Z"));
    expect((await rowOf("final")).body).toMatchObject({
      period: { from: "2031-03-03", to: null, final: true },
      totals: { received: "10000", used: "6000", balance: "4000" },
      supplement: [],
    });
  });

  it("has a hash that anybody can compute from its content and the previous hash", async () => {
    const first = await out(await ask("2031-03-08", due), now);
    const second = await out(await ask("2031-03-13", due), now);
    const [a, b] = [await rowOf("2031-03-08"), await rowOf("2031-03-13")];
    if (!a.body || !b.body) throw new Error("nothing is published");
    expect(a).toMatchObject({ previous: "", hash: first.hash });
    expect(b).toMatchObject({ previous: first.hash, hash: second.hash });
    expect(
      createHash("sha256")
        .update(`${canonicalJson(b.body)}${first.hash}`)
        .digest("hex"),
    ).toBe(second.hash);
    expect(disclosureHash({ ...b.body, statement: "另一句话" }, first.hash)).not.toBe(second.hash);
  });

  it("that is published twice is published once, and two concurrent ones form one chain", async () => {
    const tasks = await Promise.all(["2031-03-08", "2031-03-13", "2031-03-18"].map((period) => ask(period, due)));
    const all = await Promise.all([...tasks, ...tasks].map((taskId) => out(taskId, now)));
    const rows = await disclosuresOfCase(db, caseId);
    expect(new Set(all.map((one) => one.hash))).toEqual(new Set(rows.map((row) => row.hash)));
    expect(new Set(rows.map((row) => row.previous)).size).toBe(3);
  });

  it("published at its last instant is on time; a moment later it is permanently late", async () => {
    expect((await out(await ask("2031-03-08", due), due)).late).toBe(false);
    expect((await out(await ask("2031-03-13", due), new Date(due.getTime() + 1))).late).toBe(true);
    expect((await rowOf("2031-03-13")).body?.late).toBe(true);
  });

  it("keeps the mark that it received while it was unpublished", async () => {
    const taskId = await ask("2031-03-08", due);
    await markLate(db, taskId, at("2031-03-08T15:00:00Z"));
    expect((await rowOf("2031-03-08")).lateAt).toBeNull();
    const marked = at("2031-03-09T00:00:00Z");
    await markLate(db, taskId, marked);
    await markLate(db, taskId, at("2031-03-10T00:00:00Z"));
    expect((await out(taskId, at("2031-03-11T00:00:00Z"))).late).toBe(true);
    expect((await rowOf("2031-03-08")).lateAt).toEqual(marked);
    const early = await ask("2031-03-18", due);
    await out(early, at("2031-03-08T00:00:00Z"));
    await markLate(db, early, marked);
    expect((await rowOf("2031-03-18")).lateAt).toBeNull();
  });

  it("is requested with its figures", async () => {
    await record([
      entry({ on: "2031-03-03", cents: 12_000_00n }),
      entry({ on: "2031-03-10", cents: 5_00n }),
      entry({ direction: "used", on: "2031-03-12", cents: 1_00n }),
    ]);
    const values = (await figuresOf(db, caseId, "2031-03-13")).map(
      ({ label, value }) => `${label.en}: ${valueIn({ label, value }, "en")}`,
    );
    expect(values).toEqual([
      "Period: 2031-03-09 to 2031-03-13",
      "Received: ¥5.00",
      "Used: ¥1.00",
      "Balance since the start: ¥12,004.00",
      "Entries: 2",
    ]);
  });
});
