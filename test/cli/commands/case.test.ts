import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { findCase } from "../../../records/cases/cases.ts";
import { findTaskByKey } from "../../../records/tasks/tasks.ts";
import { freshDatabase } from "../../support/database.ts";
import { atEnd } from "../../support/ending.ts";
import { found } from "../../support/organization.ts";
import { standIn } from "../stand-in.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
let now = instantAt("2031-03-03", "10:00", zone);
const { duban, closed } = commandLine(db, () => now);
const engine = standIn(db);
const organization = await found(db, now, {});

const begin = async (finding: string, ...more: string[]): Promise<{ caseId: string; taskId: string }> => {
  const { data } = await duban("rectification", "start", "--org", organization.code, finding, ...more, "--json");
  const { case: caseId, task: taskId } = data as { case: string; task: string };
  return { caseId, taskId };
};

describe("duban case list", () => {
  it("lists open cases with what each waits for: of an organization, a duty, a kind, or late ones", async () => {
    const other = await found(db, now, {});
    const mine = await begin("灭火器过期", "--due", "2031-03-04");
    const later = await begin("台账不全", "--duty", "31");
    await duban("drill", "start", "--org", other.code);
    now = instantAt("2031-03-05", "09:00", zone);
    const all = (await duban("case", "list", "--json")).data as { case: string }[];
    expect(all).toHaveLength(3);
    const listed = async (...more: string[]): Promise<string[]> =>
      ((await duban("case", "list", "--json", ...more)).data as { case: string }[]).map((one) => one.case);
    expect(await listed("--org", organization.code)).toEqual(expect.arrayContaining([mine.caseId, later.caseId]));
    expect(await listed("--org", organization.code, "--duty", "31")).toEqual([later.caseId]);
    expect(await listed("--kind", "dr")).toHaveLength(1);
    expect(await listed("--late")).toEqual([mine.caseId]);
    expect(await listed("--state", "done")).toEqual([]);
    expect((all as Record<string, unknown>[]).find((one) => one.case === mine.caseId)).toMatchObject({
      organization: organization.code,
      duty: "29",
      kind: "RX",
      subject: "灭火器过期",
      state: "open",
      waitsFor: ["fix"],
      dueAt: "2031-03-04T10:00:00.000Z",
      late: true,
    });
    // A step that several duties share is named with its duty if no subject distinguishes it.
    const drills = await duban("case", "list", "--kind", "DR");
    expect(drills.out).toContain("Hold a drill · Set the date of the");
    const { out } = await duban("case", "list", "--limit", "1");
    expect(out).toContain("More than 1; --limit shows more.");
  });

  it.each([
    [["--duty", "999"], 3, 'No duty "999"'],
    [["--kind", "ZZ"], 2, '--kind: "ZZ"'],
    [
      ["--state", "lost"],
      2,
      '--state: "lost"; expected one of open, done, cancelled, missed, superseded, credited, all',
    ],
    [["--limit", "0"], 2, '--limit: "0"; expected a whole number from 1'],
    [["--org", "GZ-9"], 3, 'No organization "GZ-9"'],
  ])("refuses %j", async (more, code, words) => {
    const answer = await duban("case", "list", ...more);
    expect(answer.code).toBe(code);
    expect(answer.err).toContain(words);
  });
});

describe("duban case show", () => {
  it("prints the whole case, and verifies its log", async () => {
    now = instantAt("2031-03-03", "10:00", zone);
    const { caseId, taskId } = await begin("仓库漏水");
    await engine.rounds(now);
    await duban("task", "submit", taskId, "--as", organization.person("secretariat"), "--note", "已修好");
    now = instantAt("2031-03-04", "15:30", zone);
    await duban("task", "return", taskId, "--as", organization.email("supervisory-board"), "--reason", "没有照片");
    const { code, out } = await duban("case", "show", caseId.slice(0, 8));
    expect(code).toBe(0);
    expect(out).toContain("仓库漏水");
    expect(out).toContain("发现苗头、隐患及时督促整改");
    expect(out).toContain("clause 二（三）1");
    expect(out).toContain(organization.code);
    expect(out).toMatch(/2031-03-03 10:00 {2}administrator opened/);
    expect(out).toMatch(/2031-03-03 10:00 {2}mail and SMS queued .*at the opening → secretariat/);
    expect(out).toMatch(/2031-03-03 10:00 {2}secretariat \d+ submitted .*open → waits for a verdict/);
    expect(out).toMatch(
      /2031-03-04 15:30 {2}supervisory-board \d+ returned .*due 2031-\S+ 18:00 → 2031-\S+ 18:00; “没有照片”/,
    );
    expect(out).toMatch(/\] [A-Z][^:]+: 已修好/);
    expect(out).toContain("The log is whole: 4 lines");
    const { data } = await duban("case", "show", caseId, "--json");
    expect(data).toMatchObject({
      case: caseId,
      organization: { code: organization.code, zone },
      duty: { number: "29", clause: "二(三)1" },
      facts: { severity: "major" },
      tasks: [{ task: taskId, step: "fix", state: "returned", verifier: "supervisory-board" }],
      chain: { whole: true, brokenAt: null },
    });
    expect((data as { events: { verb: string }[] }).events.map((one) => one.verb)).toEqual([
      "opened",
      "told",
      "submit",
      "return",
    ]);
  });

  it("also prints a case that ended with its organization", async () => {
    const closing = await found(db, now, {});
    const { data } = await duban("rectification", "start", "--org", closing.code, "消防门损坏", "--json");
    await duban("org", "close", closing.code, "--reason", "登记证书已注销");
    const { code, out } = await duban("case", "show", (data as { case: string }).case);
    expect(code).toBe(0);
    expect(out).toMatch(/cancelled \[.*\]: open → cancelled; “登记证书已注销”/);
  });

  it("names the line at which a log was changed", async () => {
    const { caseId } = await begin("被改过");
    await db.$executeRaw`update event set after = '{"duty":"29","key":"other"}' where case_id = ${caseId}`;
    const { out } = await duban("case", "show", caseId);
    expect(out).toMatch(/The log is BROKEN at line \d+/);
    const { data } = await duban("case", "show", caseId, "--json");
    expect(data).toMatchObject({ chain: { whole: false } });
  });

  it("reports missing lines at the end of a log", async () => {
    const { caseId } = await begin("被截短");
    const last = await db.event.findFirstOrThrow({ where: { caseId }, orderBy: { id: "desc" } });
    await db.event.delete({ where: { id: last.id } });
    expect((await duban("case", "show", caseId)).out).toContain("The log is BROKEN at its end");
    const { data } = await duban("case", "show", caseId, "--json");
    expect(data).toMatchObject({ chain: { whole: false, brokenAt: null } });
  });

  it("links a case and the cases that it opened, in both directions", async () => {
    const parent = await begin("总问题");
    const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
    const child = await startCase(context, {
      duty: "29",
      organizationId: organization.id,
      subject: "分问题",
      actor: "system",
      parentId: parent.caseId,
    });
    expect((await duban("case", "show", parent.caseId)).out).toContain(
      `${child.caseId}  duty 29, rectification: 分问题, open`,
    );
    expect((await duban("case", "show", child.caseId)).out).toContain(`It came out of ${parent.caseId}`);
  });

  it("shows what a campaign has published, and the late mark", async () => {
    const { data } = await duban(
      "campaign",
      "start",
      "--org",
      organization.code,
      "--title",
      "暴雨救灾",
      "--emergency",
      "--json",
    );
    const { case: caseId } = data as { case: string };
    await db.$executeRaw`insert into disclosure (id, case_id, organization_id, task_id, period, due_at, published_at, late_at, hash)
      values ('d1', ${caseId}, ${organization.id}, 'none', '2031-Q1', ${instantAt("2031-03-31", "24:00", zone)},
              ${instantAt("2031-04-02", "09:00", zone)}, ${instantAt("2031-04-01", "09:00", zone)}, 'abcdef0123456789')`;
    expect((await duban("case", "show", caseId)).out).toContain(
      "2031-Q1: due 2031-03-31 24:00, published 2031-04-02 09:00, hash abcdef012345, marked late",
    );
    expect((await duban("case", "show", caseId, "--json")).data).toMatchObject({
      disclosures: [{ period: "2031-Q1", hash: "abcdef0123456789" }],
    });
  });

  it("prevents names and texts from controlling the terminal", async () => {
    const { caseId } = await begin("清白");
    await db.$executeRaw`update "case" set subject = ${"红\u001b[31m字\n新行"} where id = ${caseId}`;
    const { out } = await duban("case", "show", caseId);
    expect(out).not.toContain("\u001b[31m");
    expect(out).toContain("红�[31m字 新行");
  });

  it("rejects an unknown or too short id, and lists the matches of an ambiguous one", async () => {
    const { caseId } = await begin("甲");
    expect((await duban("case", "show", "zzzzzzzz")).code).toBe(3);
    const short = await duban("case", "show", caseId.slice(0, 5));
    expect(short.code).toBe(3);
    expect(short.err).toContain("at least its first 6 characters");
    for (const id of ["samesame00000001", "samesame00000002"])
      await db.$executeRaw`insert into "case" (id, organization_id, duty, kind, key, state, opened_at)
        values (${id}, ${organization.id}, '29', 'RX', ${id}, 'done', now())`;
    const several = await duban("case", "show", "samesame");
    expect(several.code).toBe(2);
    expect(several.err).toContain("expected one of samesame00000001, samesame00000002");
    expect((await duban("case", "show", "samesame00000002")).code).toBe(0);
  });
});

describe("duban case cancel", () => {
  it("cancels a case and its tasks, with a reason, once", async () => {
    const { caseId } = await begin("误报");
    const given = await duban("case", "cancel", caseId, "--reason", "误报");
    expect(given).toMatchObject({ code: 0, out: expect.stringContaining(`Case ${caseId} is given up.`) });
    expect((await findCase(db, caseId))?.state).toBe("cancelled");
    expect((await findTaskByKey(db, caseId, "fix"))?.state).toBe("cancelled");
    const again = await duban("case", "cancel", caseId, "--reason", "误报", "--json");
    expect(again).toMatchObject({ code: 0, data: { case: caseId, changed: false } });
  });

  it("requires a reason, and refuses a case that is done", async () => {
    const { caseId } = await begin("乙");
    expect((await duban("case", "cancel", caseId)).code).toBe(2);
    expect((await duban("case", "cancel", caseId, "--reason", " ")).code).toBe(2);
    expect((await findCase(db, caseId))?.state).toBe("open");
    await db.$executeRaw`update "case" set state = 'done' where id = ${caseId}`;
    expect(await duban("case", "cancel", caseId, "--reason", "x")).toMatchObject({
      code: 4,
      err: expect.stringContaining("the case is done"),
    });
  });
});

describe("duban case dossier and duban verify", () => {
  it("write the dossier of a case, verify it without a database, and name what was changed", async () => {
    now = instantAt("2031-03-03", "10:00", zone);
    const folder = await mkdtemp(join(tmpdir(), "duban-case-"));
    atEnd(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, "卷宗.zip");
    const { caseId } = await begin("配电箱无盖");
    const { code, out } = await duban("case", "dossier", caseId.slice(0, 8), "--out", file);
    expect(code).toBe(0);
    expect(out).toContain(`Written: ${file}, 7 files, 1 lines of the log.`);
    const { seal } = (await duban("case", "dossier", caseId, "--out", file, "--json")).data as { seal: string };
    expect(out).toContain(seal);
    expect(await readdir(folder)).toEqual(["卷宗.zip"]);

    const sessions = closed.sessions;
    const whole = await duban("verify", file, "--seal", seal);
    expect(whole).toMatchObject({
      code: 0,
      out: expect.stringContaining("It is whole: files, manifest and log agree."),
    });
    const bytes = await readFile(file);
    await writeFile(
      file,
      Buffer.from(bytes.toString("latin1").replaceAll('"state":"open"', '"state":"done"'), "latin1"),
    );
    const changed = await duban("verify", file, "--lang", "zh-CN");
    expect(changed.code).toBe(1);
    expect(changed.out).toContain("核对未通过：\n  内容被改动：case.json");
    expect((await duban("verify", file, "--json")).data).toMatchObject({
      whole: false,
      problems: [{ problem: "changed", path: "case.json", message: "changed: case.json" }],
    });
    expect(closed.sessions).toBe(sessions);
  });

  it.each([
    [["case", "dossier", "nosuchcase", "--out", "x.zip"], 3, "nosuchcase"],
    [["verify", "/no/such.zip"], 2, '"/no/such.zip"'],
    [["verify", "package.json", "--seal", "abc"], 2, '--seal: "abc"; expected a SHA-256'],
    [["verify", "package.json"], 1, ""],
  ])("refuse %j", async (typed, code, words) => {
    const answer = await duban(...typed);
    expect(answer.code).toBe(code);
    expect(answer.err).toContain(words);
  });

  it("report a file that cannot be written, and leave no file behind", async () => {
    const { caseId } = await begin("灯具损坏");
    const { code, err } = await duban("case", "dossier", caseId, "--out", "/no/such/folder/x.zip");
    expect(code).toBe(2);
    expect(err).toContain('--out: "/no/such/folder/x.zip" cannot be written (ENOENT)');
  });
});
