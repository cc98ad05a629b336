import { describe, expect } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { applies } from "../../../domain/catalogue/applies.ts";
import { dutyOf, guangzhou2022, statutoryDuties } from "../../../domain/catalogue/packs/index.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { eventsOf } from "../../../records/cases/events.ts";
import { settingsOf } from "../../../records/settings.ts";
import { type TaskRow, tasksOfCase } from "../../../records/tasks/tasks.ts";
import { chapters } from "../../support/chapters.ts";
import { freshDatabase, nudgedWorkflows } from "../../support/database.ts";
import { found } from "../../support/organization.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
let now = instantAt("2026-11-02", "10:00", zone);
const { duban } = commandLine(db, () => now);
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };

const profiles = [
  { type: "CHA", party: true, qualified: true, registration: "foundation", marks: [] },
  { type: "HUB", party: false, qualified: false, registration: "foundation", marks: [] },
] as const;
const [charity, hub] = await Promise.all(profiles.map((profile) => found(db, now, profile)));
if (!charity || !hub) throw new Error("nobody was founded");

interface Row {
  number: string;
  kind: string;
  cadence: string | null;
  policy: string;
  paused: boolean;
  organizations: number;
  next: string | null;
  open: number;
  late: number;
}
const list = async (...options: string[]): Promise<Row[]> =>
  (await duban("duty", "list", "--json", ...options)).data as Row[];
const rowOf = async (number: string, ...options: string[]): Promise<Row | undefined> =>
  (await list(...options)).find((row) => row.number === number);
const open = async (organizationId: string, duty: string, facts = {}): Promise<string> => {
  const dueAt = instantAt("2026-11-20", "18:00", zone);
  return (await startCase(context, { duty, organizationId, subject: "", actor: "administrator", dueAt, facts })).caseId;
};
const taskOf = async (caseId: string): Promise<TaskRow> => {
  const [task] = await tasksOfCase(db, caseId);
  if (!task) throw new Error("no task");
  return task;
};
const lastOf = async (caseId: string): Promise<string | undefined> => (await eventsOf(db, caseId)).at(-1)?.verb;
const nudged = (): Promise<string[]> => nudgedWorkflows(db);

const chapter = chapters();

describe("duban duty list", () => {
  chapter("lists the whole catalogue with titles, number of organizations, and the next opening", async () => {
    const rows = await list();
    expect(rows.map(({ number }) => number)).toEqual(guangzhou2022.duties.map(({ number }) => number));
    expect(rows).toHaveLength(74);
    for (const row of rows) {
      const { clause, quote, kind, title, who, events } = dutyOf(row.number);
      expect(row).toMatchObject({ clause, quote, kind, title, who, events, open: 0, late: 0 });
      expect(row.organizations).toBe(profiles.filter((profile) => applies(dutyOf(row.number), profile)).length);
    }
    // Monthly, open since today; the next month begins on a Tuesday.
    expect(rows.find(({ number }) => number === "1")).toMatchObject({ cadence: "monthly", next: "2026-12-01" });
    // Only events start it.
    expect(rows.find(({ number }) => number === "32")).toMatchObject({ cadence: null, next: null });
    const { out } = await duban("duty", "list");
    expect(out).toContain("组织学习贯彻重要讲话和指示批示精神");
  });

  chapter("says when a yearly duty of an organization with a gentle start opens in its second year", async () => {
    await db.organization.update({ where: { id: hub.id }, data: { atOnce: false } });
    for (const number of ["65", "67", "70"])
      expect((await rowOf(number, "--org", hub.code))?.next, number).toMatch(/^2027-/);
    now = instantAt("2027-01-04", "10:00", zone);
    await db.organization.update({ where: { id: hub.id }, data: { joinedOn: new Date("2027-01-04") } });
    for (const number of ["65", "67", "70"])
      expect((await rowOf(number, "--org", hub.code))?.next, number).toMatch(/^2028-/);
    now = instantAt("2026-11-02", "10:00", zone);
    await db.organization.update({ where: { id: hub.id }, data: { atOnce: true, joinedOn: new Date("2026-11-02") } });
  });

  chapter("lists the duties of one organization, of one kind, with open and late tasks", async () => {
    const caseId = await open(hub.id, "1");
    await db.task.updateMany({ where: { caseId }, data: { dueAt: instantAt("2026-10-30", "18:00", zone) } });
    await open(hub.id, "1");
    const here = await list("--org", hub.code);
    expect(here.map(({ number }) => number)).toEqual(
      guangzhou2022.duties.filter((duty) => applies(duty, profiles[1])).map(({ number }) => number),
    );
    expect(here.find(({ number }) => number === "1")).toMatchObject({ organizations: 1, open: 2, late: 1 });
    expect(await rowOf("1", "--org", charity.code)).toMatchObject({ open: 0, late: 0 });
    expect(new Set((await list("--kind", "DR")).map(({ kind }) => kind))).toEqual(new Set(["DR"]));
  });

  chapter("lists statutory duties, each with its article, where they apply", async () => {
    const rows = await list("--pack", "statutory");
    expect(rows.map(({ number }) => number)).toEqual(statutoryDuties.duties.map(({ number }) => number));
    expect(rows.find(({ number }) => number === "S3")).toMatchObject({ organizations: 2, next: "2027-01-15" });
    expect(await list("--pack", "all")).toHaveLength(74 + rows.length);
    const { out } = await duban("duty", "list", "--pack", "statutory");
    expect(out).toMatch(
      /S3 +foundation-annual-report: .*Regulations on foundations art. 36; National database of laws and regulations, issued on 8 March 2004 \(https:\/\/flk.npc.gov.cn\); last read on 2026-11-24; 第三十六条; V/,
    );
    expect(out).toMatch(/S8 +fire-drill: .*; read on 2026-11-30 as quoted elsewhere, never itself; 第四十条; P/);
    const unknown = await duban("duty", "list", "--pack", "law");
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('--pack: "law"; expected one of')]);
    expect((await duban("duty", "show", "S3")).out).toMatch(
      /due day: by 03-31 — by law: Regulations on foundations art. 36; .*; last read on 2026-11-24\n/,
    );
  });

  chapter("rejects an unknown kind or organization", async () => {
    const kind = await duban("duty", "list", "--kind", "XX");
    expect([kind.code, kind.err]).toEqual([2, expect.stringContaining('--kind: "XX"; expected one of RT')]);
    const org = await duban("duty", "list", "--org", "GZ-NOWHERE");
    expect([org.code, org.err]).toEqual([3, expect.stringContaining('No organization "GZ-NOWHERE"')]);
  });
});

describe("duban duty show", () => {
  chapter("prints text, triggers, form, ladder and related deadlines", async () => {
    const { code, out } = await duban("duty", "show", "40a");
    expect(code).toBe(0);
    const { quote, title } = dutyOf("40a");
    for (const words of [
      `40a ${title.zh} · ${title.en}`,
      `clause 三（二）2: “${quote}”`,
      "started by:  donation received",
      "Ladder (disclosure)",
      "逾期1个工作日 · 1 business day overdue: supervisory-board by email and sms",
      "campaign-disclosure-final: ",
    ])
      expect(out).toContain(words);
    expect(out).not.toContain("project-disclosure");
    // The source of each figure: the law, or this program if the guideline names none.
    expect(out).toMatch(
      /days of disclosures: .* — by law: Charity Law \(2023\) art. 79 ¶2; .*; last read on 2026-11-24/,
    );
    expect((await duban("duty", "show", "22a")).out).toMatch(
      /rhythm: weekly — default of this program \(the text names no number; it may be set\): Guangzhou guideline .* clause 二（二）3; Website of the Guangzhou registrar, issued on 7 December 2022 \(https:\S+\); last read on 2026-11-24/,
    );
    const { data } = await duban("duty", "show", "26", "--json");
    const { steps, ladders } = data as { steps: { step: string }[]; ladders: { name: string }[] };
    expect(steps.map(({ step }) => step)).toEqual(["set-date", "hold", "evaluate"]);
    expect(ladders.map(({ name }) => name)).toEqual(["drill-date", "drill-hold", "drill-evaluation"]);
    expect(data).toMatchObject({ number: "26", evidence: dutyOf("26").evidence });
    const rectification = (await duban("duty", "show", "29")).out;
    for (const name of ["critical", "major", "minor"])
      expect(rectification).toContain(`Ladder (rectification-${name})`);
    expect(rectification).toContain("Ladder (verdict)");
    expect((data as { deadlines: { name: string }[] }).deadlines.map(({ name }) => name)).toContain("fire-drill");
  });

  chapter("lists every item of a checklist, including those that some organizations do not have", async () => {
    const { out } = await duban("duty", "show", "30", "--lang", "zh-CN");
    const items = dutyOf("30").evidence.flatMap((field) => field.items ?? []);
    expect(items).toHaveLength(8);
    for (const { name, label } of items) expect(out).toMatch(new RegExp(`${name}：\\s*${label.zh}`));
  });

  chapter("says where a duty does not apply, and rejects an unknown one", async () => {
    expect((await duban("duty", "show", "7", "--org", hub.code)).out).toContain(`does not apply to ${hub.code}`);
    const unknown = await duban("duty", "show", "71");
    expect([unknown.code, unknown.err]).toEqual([3, expect.stringContaining('There is no duty "71"; expected')]);
  });
});

describe("duban duty set", () => {
  chapter("changes the cadence for one organization, and plans it again", async () => {
    now = instantAt("2026-11-02", "10:00", zone);
    await nudged();
    const set = await duban("duty", "set", "1", "--org", charity.code, "--cadence", "weekly", "--json");
    expect([set.code, set.data]).toEqual([0, expect.objectContaining({ number: "1", cadence: "weekly" })]);
    expect(await nudged()).toEqual([`planner-${charity.shard}`]);
    expect(await rowOf("1", "--org", charity.code)).toMatchObject({ cadence: "weekly", next: "2026-11-09" });
    expect(await rowOf("1", "--org", hub.code)).toMatchObject({ cadence: "monthly", next: "2026-12-01" });
    // The list of all organizations shows the earliest.
    expect(await rowOf("1")).toMatchObject({ cadence: "monthly", next: "2026-11-09", overrides: 1 });
    await duban("duty", "set", "1", "--org", charity.code, "--cadence", "default");
    expect(await rowOf("1")).toMatchObject({ next: "2026-12-01", overrides: 0 });
    expect(await db.dutySetting.count({ where: { duty: "1" } })).toBe(0);
  });

  chapter("changes the policy of open tasks at once, except those whose step or case has its own", async () => {
    const moved = await open(charity.id, "8");
    const elsewhere = await open(hub.id, "3");
    const step = await open(charity.id, "26");
    const severity = await open(charity.id, "29", { severity: "critical" });
    const others = await Promise.all([elsewhere, step, severity].map(taskOf));
    now = instantAt("2026-11-03", "11:00", zone);
    await nudged();
    for (const duty of ["8", "3", "26"])
      expect((await duban("duty", "set", duty, "--org", charity.code, "--policy", "filing")).code).toBe(0);
    expect((await duban("duty", "set", "29", "--policy", "rectification-minor")).code).toBe(0);
    expect(await taskOf(moved)).toMatchObject({ policy: "filing", nextAt: now });
    expect(await lastOf(moved)).toBe("policy-set");
    for (const before of others)
      expect(await taskOf(before.caseId)).toMatchObject({ policy: before.policy, nextAt: before.nextAt });
    expect(await nudged()).toEqual([(await taskOf(moved)).round]);
    expect((await settingsOf(db)).policy(dutyOf("8"), charity.id)).toBe("filing");
    expect((await settingsOf(db)).policy(dutyOf("8"), hub.id)).toBe(dutyOf("8").policy);
  });

  chapter("stops the ladders of a paused duty, and continues when it is resumed", async () => {
    const here = await open(charity.id, "65");
    const there = await open(hub.id, "65");
    const both = async (): Promise<(Date | null)[]> => [(await taskOf(here)).nextAt, (await taskOf(there)).nextAt];
    const [, untouched] = await both();
    const paused = await duban("duty", "set", "65", "--org", charity.code, "--pause", "--yes", "--json");
    expect(paused.data).toMatchObject({ paused: true, tasks: 1 });
    expect(await both()).toEqual([null, untouched]);
    expect(await lastOf(here)).toBe("paused");
    expect((await duban("duty", "set", "65", "--org", charity.code, "--pause", "--yes", "--json")).data).toMatchObject({
      tasks: 0,
    });
    await duban("duty", "set", "65", "--pause", "--yes");
    expect(await both()).toEqual([null, null]);
    expect(await rowOf("65")).toMatchObject({ paused: true, next: null });
    const one = await duban("duty", "set", "65", "--org", charity.code, "--resume");
    expect([one.code, one.err]).toEqual([4, expect.stringContaining("paused for all organizations")]);
    now = instantAt("2026-11-05", "11:00", zone);
    await nudged();
    // A pause of one organization alone remains.
    await duban("duty", "set", "65", "--resume");
    expect(await both()).toEqual([null, now]);
    await duban("duty", "set", "65", "--org", charity.code, "--resume");
    expect(await both()).toEqual([now, now]);
    expect(await lastOf(here)).toBe("resumed");
    expect(await nudged()).toContain((await taskOf(here)).round);
  });

  chapter("lists the terms of the steps, and changes them for one organization or for all", async () => {
    const shown = async (...where: string[]): Promise<string[]> =>
      [...(await duban("duty", "show", "12", ...where)).out.matchAll(/\((take-up|resolve); ([^)]*)\)/g)].map(
        ([, step, by]) => `${step} ${by}`,
      );
    expect(await shown()).toEqual(["take-up within 5 business days", "resolve within 15 business days"]);
    const set = await duban("duty", "set", "12", "--term", "take-up=3bd", "--term", "resolve=20d");
    expect([set.code, set.out]).toEqual([0, expect.stringContaining("resolve within 20d, take-up within 3bd")]);
    await duban("duty", "set", "12", "--org", charity.code, "--term", "take-up=24h");
    expect(await shown("--org", charity.code)).toEqual([
      "take-up within 24 hours, as it is set",
      "resolve within 20 days, as it is set",
    ]);
    expect(await rowOf("12", "--org", charity.code)).toMatchObject({ terms: { "take-up": { n: 24, unit: "h" } } });
    await duban("duty", "set", "12", "--org", charity.code, "--term", "take-up=default");
    expect(await shown("--org", charity.code)).toEqual(await shown());
    await duban("duty", "set", "12", "--term", "take-up=default", "--term", "resolve=default");
    expect(await shown()).toEqual(["take-up within 5 business days", "resolve within 15 business days"]);
    const steps = async (duty: string): Promise<(string | undefined)[]> =>
      [...(await duban("duty", "show", duty)).out.matchAll(/^Asked for: .*\(([^()]*(?:\([^()]*\))?[^()]*)\)$/gm)].map(
        ([, words]) => words,
      );
    expect(await steps("26")).toEqual([
      "set-date; within half of its period",
      "hold; by its own day",
      "evaluate; within 5 business days",
    ]);
    expect(await steps("41")).toEqual(
      expect.arrayContaining([
        "needs; within 10 business days, at the latest 3 days before startsOn",
        "train; 1 day before startsOn",
        "check; by its own day",
      ]),
    );
    // A step that belongs to another row follows that row's ladder, whichever of the two is shown.
    for (const duty of ["13", "14"])
      expect(await steps(duty)).toEqual(
        expect.arrayContaining(["report; within 1 business day", "study; within 10 business days"]),
      );
    // A term that the period, the law or a day of the case decides is shown as such.
    const words = await Promise.all(["6", "23", "35", "S6", "S1"].map((one) => duban("duty", "show", one)));
    expect(words.map(({ out }) => /\((?:file|report|do); ([^)]*)\)/.exec(out)?.[1])).toEqual([
      "by the end of its period",
      "15 days before matterOn",
      "10 days after date",
      "30 days after on",
      "by 03-31",
    ]);
  });

  chapter("lists invalid values, and changes nothing", async () => {
    const before = await db.dutySetting.findMany();
    for (const [argv, code, words] of [
      [["1", "--cadence", "daily"], 2, 'cadence: "daily"; expected one of weekly, monthly'],
      [["1", "--policy", "gentle"], 2, 'policy: "gentle"; expected one of disclosure'],
      [["40a", "--cadence", "monthly"], 2, "its cases start from an event"],
      [["1", "--pause", "--resume"], 2, "expected one of them"],
      [["1"], 2, "nothing to set"],
      [["12", "--term", "take-up"], 2, "expected step=term"],
      [["12", "--term", "take-up=soon"], 2, "expected a length such as 3bd"],
      [["12", "--term", "take-up=0bd"], 2, "expected a length such as 3bd"],
      [["12", "--term", "relay=3bd"], 2, "expected one of take-up, resolve"],
      [["23", "--term", "file=20d"], 2, "since the law gives its day (major-matter-filing)"],
      [["S1", "--term", "do=30d"], 2, "since the law gives its day (03-31)"],
      [["35", "--term", "report=3bd"], 2, "expected calendar days"],
      [["29", "--term", "fix=3bd"], 2, "since its severity decides"],
      [["20", "--term", "take-up=1h"], 2, "since its severity decides"],
      [["43", "--term", "check=3d"], 2, "the end of its own period"],
      [["26", "--term", "hold=3bd"], 2, "the one that is set for it"],
      [["71", "--pause"], 3, 'There is no duty "71"'],
      [["1", "--org", "GZ-NOWHERE", "--pause"], 3, 'No organization "GZ-NOWHERE"'],
    ] as const) {
      const result = await duban("duty", "set", ...argv);
      expect([argv, result.code, result.err]).toEqual([argv, code, expect.stringContaining(words)]);
    }
    expect(await db.dutySetting.findMany()).toEqual(before);
  });
});
