import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect } from "vitest";
import { act } from "../../../../client/tasks/act.ts";
import { chinaCalendar } from "../../../../domain/time/calendar.ts";
import { chapters } from "../../../support/chapters.ts";
import { freshDatabase } from "../../../support/database.ts";
import { found } from "../../../support/organization.ts";
import { standIn } from "../../stand-in.ts";
import { commandLine } from "../../typed.ts";

const { db } = await freshDatabase();
let now = new Date("2031-03-03T02:00:00Z");
const { duban } = commandLine(db, () => now);
const engine = standIn(db);
const folder = await mkdtemp(join(tmpdir(), "duban-circular-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const chamber = await found(db, now, { type: "IND" });
const charity = await found(db, now, { type: "CHA" });
const taskOf = (organizationId: string, step: string) => db.task.findFirstOrThrow({ where: { organizationId, step } });

describe("duban circular", () => {
  const chapter = chapters();

  chapter("issues a policy once by its key, lists it and shows its content", async () => {
    const file = join(folder, "notice.txt");
    await writeFile(file, "第一条\n第二条");
    const typed = [
      "policy",
      "issue",
      "关于岁末防控的通知",
      "--source",
      "industry",
      "--text-file",
      file,
      "--key",
      "3号",
    ];
    const first = await duban(...typed, "--file", file, "--urgent", "--json");
    expect(first.data).toMatchObject({ created: true, organizations: 2, event: "policy-issued" });
    const again = await duban(...typed.with(0, "circular"), "--json");
    expect(again.data).toMatchObject({ created: false, circular: (first.data as { circular: string }).circular });
    expect((await duban(...typed.with(2, "另一个通知"))).code).toBe(4);
    expect((await duban("circular", "list")).out).toContain("! 关于岁末防控的通知");
    const shown = (await duban("circular", "show", "3号")).out;
    expect(shown).toContain("第二条");
    expect(shown).toContain("notice.txt");
    // Nothing is requested before the circular is distributed.
    expect((await duban("policy", "coverage", "3号", "--json")).data).toMatchObject({ organizations: 2, reached: 0 });
  });

  chapter("prints its progress by step and by organization, and names silent ones", async () => {
    await engine.distribute(now);
    const report = await taskOf(chamber.id, "report");
    const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
    const by = (role: "secretariat" | "head") => ({ personId: chamber.person(role) });
    const submission = { values: { "reported-to": "会长" }, files: [] };
    await act(context, { taskId: report.id, verb: "submit", actor: by("secretariat"), submission });
    await act(context, { taskId: report.id, verb: "accept", actor: by("head") });
    now = new Date("2031-03-06T02:00:00Z");
    const out = (await duban("case", "show", report.caseId)).out;
    expect(out).toMatch(
      /What was issued\n +关于岁末防控的通知, by the [a-z ]+, 2031-03-03 10:00 \(circular [a-z0-9]+\)\n.*\n? *第二条/,
    );
    expect(out).toContain("Heads to whom it was reported: 会长");
    const { data } = await duban("circular", "coverage", "3号", "--json");
    expect(data).toMatchObject({ organizations: 2, reached: 2, done: 0, late: 1, silent: 1 });
    const { steps, rows } = data as { steps: { step: string }[]; rows: { code: string }[] };
    expect(steps.find(({ step }) => step === "report")).toMatchObject({ duty: "13", asked: 2, done: 1, late: 1 });
    expect(steps.find(({ step }) => step === "receipt")).toMatchObject({ duty: "44", asked: 1, done: 0 });
    expect(rows.map(({ code }) => code)).toEqual([charity.code]);
    const words = await duban("policy", "coverage", "3号");
    expect(words.out).toContain(`Silent: ${charity.code}`);
    const all = await duban("circular", "coverage", "3号", "--only", "all");
    expect(all.out).toContain("report: accepted");
  });

  chapter("moves the meeting that discusses it", async () => {
    const { caseId, id } = await taskOf(chamber.id, "table-date");
    expect((await duban("circular", "move", caseId, "--to", "2031-03-21")).code).toBe(4);
    await duban("task", "submit", id, "--set", "date=2031-03-20");
    expect((await duban("circular", "move", caseId, "--to", "2031-03-21", "--json")).data).toMatchObject({
      changed: true,
    });
    // The 21st is a Friday, so the minutes are due on Monday.
    expect((await taskOf(chamber.id, "table")).dueAt).toEqual(new Date("2031-03-24T10:00:00Z"));
    expect((await duban("circular", "move", caseId, "--to", "2031-03-01")).code).toBe(2);
  });

  chapter("withdraws a circular entirely, once, with a reason", async () => {
    const { data } = await duban(
      "policy",
      "issue",
      "关于停办活动的通知",
      "--source",
      "local",
      "--text",
      "暂停活动。",
      "--key",
      "4号",
      "--json",
    );
    const { circular } = data as { circular: string };
    await engine.distribute(now, "first");
    const withdraw = (...more: string[]) => duban("circular", "withdraw", "4号", ...more);
    expect((await withdraw()).code).toBe(2);
    expect(await withdraw("--reason", "x", "--as", chamber.email("head"))).toMatchObject({
      code: 4,
      err: expect.stringContaining("expected an administrator, or the person who issued it"),
    });
    expect((await withdraw("--reason", "与新文件重复")).out).toContain("in 2 organizations ends");
    expect((await withdraw("--reason", "x")).out).toContain("It was withdrawn already.");
    // The distribution was not complete; the rest is never distributed.
    await engine.distribute(now);
    const cases = await db.case.findMany({ where: { circularId: circular }, include: { tasks: true } });
    expect(cases.map(({ duty, state }) => `${duty} ${state}`).sort()).toEqual(["13 cancelled", "13 cancelled"]);
    expect(new Set(cases.flatMap(({ tasks }) => tasks.map(({ state }) => state)))).toEqual(new Set(["cancelled"]));
    expect((await duban("circular", "show", "4号")).out).toMatch(/Withdrawn 2031-03-06 10:00: 与新文件重复/);
    expect((await duban("circular", "list")).out).toContain("关于停办活动的通知 (withdrawn)");
    expect(await duban("case", "show", cases[0]?.id ?? "")).toMatchObject({
      code: 0,
      out: expect.stringContaining("withdrawn by whoever"),
    });
    expect((await duban("case", "show", cases[0]?.id ?? "")).out).toMatch(
      /\n +Withdrawn 2031-03-06 10:00: 与新文件重复/,
    );
    expect(await duban("circular", "withdraw", "nothing", "--reason", "x")).toMatchObject({ code: 3 });
    // The circular that was issued before stays as it was.
    expect(await db.case.count({ where: { state: "cancelled", circularId: { not: circular } } })).toBe(0);
  });

  chapter("rejects invalid values, and says what was expected", async () => {
    const untold = await duban("circular", "issue", "通知", "--source", "local");
    expect([untold.code, untold.err]).toEqual([
      2,
      expect.stringMatching(/text: ""; expected some words, because no doc/),
    ]);
    const issue = (...more: string[]) => duban("circular", "issue", "通知", "--text", "请落实。", ...more);
    expect(await issue("--source", "city")).toMatchObject({
      code: 2,
      err: expect.stringContaining("local, authority, industry"),
    });
    expect(await issue("--source", "local", "--type", "ABC")).toMatchObject({ code: 2 });
    expect(await issue("--source", "local", "--org", "GZ-NONE")).toMatchObject({ code: 3 });
    expect(await issue("--source", "local", "--district", "无此区")).toMatchObject({ code: 4 });
    expect(await issue("--source", "local", "--org", chamber.code, "--type", "IND")).toMatchObject({ code: 2 });
    expect(await duban("circular", "coverage", "nothing")).toMatchObject({ code: 3 });
    expect(await db.circular.count()).toBe(2);
    // `policy issue` and `policy coverage` of 0.2 still work; the help lists only escalation policies.
    expect((await duban("policy", "--help")).out).not.toMatch(/\b(issue|coverage)\b/);
  });
});
