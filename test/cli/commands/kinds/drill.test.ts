import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { instantAt } from "../../../../domain/time/zones.ts";
import { findTask, findTaskByKey, tasksOfCase } from "../../../../records/tasks/tasks.ts";
import { freshDatabase } from "../../../support/database.ts";
import { found } from "../../../support/organization.ts";
import { standIn } from "../../stand-in.ts";
import { commandLine } from "../../typed.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
let now = instantAt("2031-03-03", "10:00", zone);
const { duban } = commandLine(db, () => now);
const engine = standIn(db);
const folder = await mkdtemp(join(tmpdir(), "duban-drill-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A drill whose date is set and which was not held yet. */
async function dated(date: string): Promise<{ caseId: string; hold: string }> {
  const { code } = await found(db, now, {});
  const started = await duban("drill", "start", "--org", code, "--json");
  const { case: caseId, task } = started.data as { case: string; task: string };
  expect(
    (
      await duban(
        "task",
        "submit",
        task,
        "--set",
        `date=${date}`,
        "--set",
        "plan=疏散",
        "--set",
        "time=14:30",
        "--set",
        "place=二楼会议室",
      )
    ).code,
  ).toBe(0);
  await engine.requestTask(caseId, "hold", now, instantAt(date, "18:00", zone));
  const hold = await findTaskByKey(db, caseId, "hold");
  return { caseId, hold: hold?.id ?? "" };
}

describe("duban drill start", () => {
  it("requests a date within the current half-year, once", async () => {
    const { code } = await found(db, now, {});
    const first = await duban("drill", "start", "--org", code, "--json");
    // 30 June 2031 is a Monday.
    expect(first.data).toMatchObject({ created: true, duty: "26", key: "2031-H1", endsAt: "2031-06-30T10:00:00.000Z" });
    const [task] = await tasksOfCase(db, (first.data as { case: string }).case);
    expect(task).toMatchObject({ step: "set-date", facts: { latest: "2031-06-30" } });
    const again = await duban("drill", "start", "--org", code);
    expect(again.code).toBe(0);
    expect(again.out).toContain("It was there already, open");
    expect(again.out).toContain(`file its plan (Hold a drill) (task ${task?.id}) is due 2031-04-29 18:00.`);
    expect(again.out).toContain("to be held by 2031-06-30 18:00");
  });

  it("uses the next half-year if the last business day of this one has passed", async () => {
    const was = now;
    now = instantAt("2031-06-30", "18:01", zone);
    const { code } = await found(db, now, {});
    const { data } = await duban("drill", "start", "--org", code, "--json");
    expect(data).toMatchObject({ key: "2031-H2", endsAt: "2031-12-31T10:00:00.000Z" });
    now = was;
  });

  it("accepts a last day and an idempotency key", async () => {
    const { code } = await found(db, now, { type: "SVC" });
    const { data } = await duban(
      ...["drill", "start", "--org", code, "--duty", "53b", "--by", "2031-04-30", "--key", "spring", "--json"],
    );
    expect(data).toMatchObject({ created: true, duty: "53b", key: "spring", endsAt: "2031-04-30T10:00:00.000Z" });
  });

  it.each([
    ["--duty", "29", 2, '--duty: "29"; expected one of 26, 53b, S7, S8, S9, S10'],
    ["--by", "2031-06-31", 2, '--by: "2031-06-31"'],
    ["--by", "2031-03-02", 2, "expected a time to come"],
    ["--org", "GZ-9", 3, 'No organization "GZ-9"'],
  ])("refuses %s %s", async (option, value, code, words) => {
    const before = await db.case.count();
    const organization = await found(db, now, {});
    const answer = await duban("drill", "start", "--org", organization.code, option, value);
    expect(answer.code).toBe(code);
    expect(answer.err).toContain(words);
    expect(await db.case.count()).toBe(before);
  });
});

describe("duban drill move", () => {
  it("moves the day of the drill, once", async () => {
    const { caseId, hold } = await dated("2031-03-20");
    const moved = await duban("drill", "move", caseId, "--to", "2031-04-10", "--json");
    expect(moved).toMatchObject({ code: 0, data: { changed: true, task: hold } });
    // At the same time of day; the record is due on the workday after.
    expect(await findTask(db, hold)).toMatchObject({
      dueAt: instantAt("2031-04-11", "18:00", zone),
      facts: { begins: instantAt("2031-04-10", "14:30", zone).toISOString(), place: "二楼会议室" },
    });
    const again = await duban("drill", "move", caseId.slice(0, 10), "--to", "2031-04-10");
    expect(again.out).toContain("It stood there already: 2031-04-10 14:30");
    // Another time or place invites the participants again.
    const later = await duban("drill", "move", caseId, "--to", "2031-04-10T15:30", "--place", "操场", "--json");
    expect(later).toMatchObject({ code: 0, data: { changed: true } });
    expect(await findTask(db, hold)).toMatchObject({
      dueRevision: 2,
      dueAt: instantAt("2031-04-11", "18:00", zone),
      facts: { begins: instantAt("2031-04-10", "15:30", zone).toISOString(), place: "操场" },
    });
  });

  it("rejects a day outside the period or in the past", async () => {
    const { caseId, hold } = await dated("2031-03-20");
    const beyond = await duban("drill", "move", caseId, "--to", "2031-07-01");
    expect(beyond.code).toBe(4);
    expect(beyond.err).toContain("2031-07-01 lies beyond the drill's period; expected a day no later than 2031-06-30");
    expect((await duban("drill", "move", caseId, "--to", "2031-02-28")).code).toBe(2);
    expect((await duban("drill", "move", caseId, "--to", "2031-04-31")).err).toContain('--to: "2031-04-31"');
    expect((await findTask(db, hold))?.dueAt).toEqual(instantAt("2031-03-21", "18:00", zone));
  });

  it("says what a drill without a date waits for, and rejects another kind of case", async () => {
    const { code } = await found(db, now, {});
    const { data } = await duban("drill", "start", "--org", code, "--json");
    const waits = await duban("drill", "move", (data as { case: string }).case, "--to", "2031-04-10");
    expect(waits.code).toBe(4);
    expect(waits.err).toContain("it waits for set-date");
    expect((await duban("drill", "move", "nowhere1", "--to", "2031-04-10")).code).toBe(3);
    const other = await duban("rectification", "start", "--org", code, "x", "--json");
    const { case: rectification } = other.data as { case: string };
    expect(await duban("drill", "move", rectification, "--to", "2031-04-10")).toMatchObject({
      code: 3,
      err: expect.stringContaining(`No drill "${rectification}"`),
    });
  });
});

describe("duban drill record", () => {
  it("submits the record with names from a file, or as typed, once", async () => {
    const { caseId, hold } = await dated("2031-03-20");
    const file = join(folder, "attendance.txt");
    await writeFile(file, "张三\n李四\r\n\n王五\n");
    const early = await duban("drill", "record", caseId, "--record", "x", "--attendance", "张三");
    expect(early.code).toBe(4);
    expect(early.err).toContain(
      "The drill begins at 2031-03-20 14:30 (17 days 5 hours from now): its record comes after",
    );
    const before = now;
    now = instantAt("2031-03-20", "14:29", zone);
    expect(await duban("task", "submit", hold, "--set", "record=x", "--set", "attendance=张三")).toMatchObject({
      code: 4,
      err: expect.stringContaining("2031-03-20 14:30 (1 minute from now)"),
    });
    expect((await findTask(db, hold))?.state).toBe("open");
    now = instantAt("2031-03-20", "14:30", zone);
    const recorded = await duban("drill", "record", caseId, "--record", "15 分钟完成疏散", "--attendance", file);
    expect(recorded.code).toBe(0);
    expect(recorded.out).toContain("held with 3 present");
    expect(await findTask(db, hold)).toMatchObject({
      state: "closed",
      result: { record: "15 分钟完成疏散", attendance: ["张三", "李四", "王五"] },
    });
    expect((await duban("drill", "record", caseId, "--record", "x", "--attendance", "张三")).out).toContain("already");
    now = before;
    const typed = await dated("2031-03-20");
    now = instantAt("2031-03-20", "15:00", zone);
    const { data } = await duban(
      ...["drill", "record", typed.caseId, "--record", "x", "--attendance", "张三，李四", "--json"],
    );
    expect(data).toMatchObject({ attendance: 2, changed: true, state: "closed" });
    now = before;
  });

  it("reports an unreadable file, and submits nothing", async () => {
    const { caseId, hold } = await dated("2031-03-20");
    const unread = await duban("drill", "record", caseId, "--record", "x", "--attendance", folder);
    expect(unread).toMatchObject({ code: 2, err: expect.stringContaining("cannot be read (EISDIR)") });
    expect((await duban("drill", "record", caseId, "--record", "x", "--attendance", "、")).code).toBe(2);
    expect((await duban("drill", "record", caseId, "--record", " ", "--attendance", "张三")).code).toBe(2);
    expect((await findTask(db, hold))?.state).toBe("open");
  });
});
