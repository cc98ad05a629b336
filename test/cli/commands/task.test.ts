import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { instantAt } from "../../../domain/time/zones.ts";
import { findTask } from "../../../records/tasks/tasks.ts";
import { photo as photoBytes } from "../../support/browser/pictures.ts";
import { freshDatabase } from "../../support/database.ts";
import { found, type Organization } from "../../support/organization.ts";
import { standIn } from "../stand-in.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
const monday = instantAt("2031-03-03", "10:00", zone);
let now = monday;
const { duban } = commandLine(db, () => now);
const engine = standIn(db);
const folder = await mkdtemp(join(tmpdir(), "duban-task-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

let organization: Organization;
let taskId: string;
const task = async () => await findTask(db, taskId);
const events = (): Promise<number> => db.event.count({ where: { taskId } });
const rectify = async (finding = "仓库漏水", ...more: string[]): Promise<string> => {
  const { data } = await duban("rectification", "start", "--org", organization.code, finding, ...more, "--json");
  return (data as { task: string }).task;
};

beforeEach(async () => {
  now = monday;
  organization = await found(db, now, {});
  taskId = await rectify("仓库漏水", "--due", "2031-03-14");
});

describe("duban task list", () => {
  it("lists open tasks of an organization with their doers, earliest due first", async () => {
    const sooner = await rectify("灯坏了", "--due", "2031-03-05");
    const { data } = await duban("task", "list", "--org", organization.code, "--json");
    expect(data).toMatchObject([
      { task: sooner, duty: "29", step: "fix", state: "open", late: false, subject: "灯坏了" },
      { task: taskId, dueAt: "2031-03-14T10:00:00.000Z", doers: [expect.stringContaining("secretariat")] },
    ]);
    const { out } = await duban("task", "list", "--org", organization.code);
    expect(out).toContain(taskId);
    expect(out).toContain("2031-03-14 18:00");
  });

  it("lists a person's tasks to do or to verify, late ones, and settled ones", async () => {
    const listed = async (...more: string[]): Promise<string[]> =>
      ((await duban("task", "list", "--json", ...more)).data as { task: string }[]).map((one) => one.task);
    const secretary = organization.email("secretariat");
    const board = organization.person("supervisory-board");
    expect(await listed("--person", secretary)).toEqual([taskId]);
    expect(await listed("--person", board)).toEqual([]);
    expect(await listed("--org", organization.code, "--late")).toEqual([]);
    now = instantAt("2031-03-17", "10:00", zone);
    expect(await listed("--org", organization.code, "--late")).toEqual([taskId]);
    await duban("task", "submit", taskId, "--as", secretary, "--note", "好了");
    expect(await listed("--person", board)).toEqual([taskId]);
    expect(await listed("--person", secretary)).toEqual([]);
    await duban("task", "accept", taskId, "--as", board);
    expect(await listed("--org", organization.code)).toEqual([]);
    expect(await listed("--org", organization.code, "--state", "accepted")).toEqual([taskId]);
    expect(await listed("--person", secretary, "--state", "all")).toEqual([taskId]);
  });

  it("does not count a task that waits for another or for a verdict as late, in the list and on its page", async () => {
    const marks = async (): Promise<unknown[]> => [
      ((await duban("task", "list", "--org", organization.code, "--json")).data as { late: boolean }[])[0]?.late,
      ((await duban("task", "show", taskId, "--json")).data as { late: boolean }).late,
      / late/.test((await duban("task", "show", taskId)).out),
    ];
    now = instantAt("2031-03-17", "10:00", zone);
    expect(await marks()).toEqual([true, true, true]);
    await db.task.update({ where: { id: taskId }, data: { waitsFor: 1 } });
    expect(await marks()).toEqual([false, false, false]);
    await db.task.update({ where: { id: taskId }, data: { waitsFor: 0, state: "submitted" } });
    expect(await marks()).toEqual([false, false, false]);
  });

  it.each([
    [["--state", "lost"], 2, '--state: "lost"; expected one of open,'],
    [["--person", "nobody@example.org"], 3, 'No person "nobody@example.org"'],
    [["--duty", "0"], 3, 'No duty "0"'],
    [["--limit", "many"], 2, '--limit: "many"'],
  ])("refuses %j", async (more, code, words) => {
    const answer = await duban("task", "list", ...more);
    expect(answer.code).toBe(code);
    expect(answer.err).toContain(words);
  });
});

describe("duban task show", () => {
  it("shows the form, who may do what, what was sent to whom, and the next rungs", async () => {
    await engine.rounds(now);
    await engine.carry(taskId, now);
    const { code, out } = await duban("task", "show", taskId.slice(0, 9));
    expect(code).toBe(0);
    expect(out).toContain("note (needed): What was done");
    expect(out).toMatch(/secretariat \d+ \(doer\): acknowledge, submit, ask-extension, delegate, report, not-mine/);
    expect(out).toMatch(/administrator \(administrator\): .*press/);
    expect(out).toMatch(/2031-03-03 10:00 {2}secretariat \d+ by e-mail, due \(at the opening\): sent \(250\) by smtp/);
    // Half of nine business days, rounded down, after Monday 3 March.
    expect(out).toMatch(/2031-03-07 09:00 {2}half way → secretariat \d+ by e-mail/);
    const { data } = await duban("task", "show", taskId, "--json");
    expect(data).toMatchObject({
      task: taskId,
      state: "open",
      policy: "rectification-major",
      form: [{ name: "note", type: "text", required: true }, { name: "files" }],
      notices: [
        { channel: "email", shape: "due", rung: "opened", state: "sent", delivery: { state: "sent" } },
        { channel: "sms" },
      ],
    });
    const { next, may } = data as { next: { steps: string[] }[]; may: { verbs: string[] }[] };
    expect(next.map((one) => one.steps)).toEqual([["half-way"], ["-1bd"], ["due"], ["+1bd"], ["+3bd"]]);
    expect(may.some((one) => one.verbs.includes("accept"))).toBe(false);
  });

  it("leaves out the reminders that an acknowledgement stops", async () => {
    await engine.rounds(now);
    await duban("task", "ack", taskId, "--as", organization.person("secretariat"));
    const { data } = await duban("task", "show", taskId, "--json");
    const steps = (data as { next: { steps: string[] }[] }).next.flatMap((one) => one.steps);
    expect(steps).not.toContain("half-way");
    expect(steps[0]).toBe("-1bd");
  });

  it("rejects an unknown task", async () => {
    expect(await duban("task", "show", "zzzzzzzz")).toMatchObject({
      code: 3,
      err: expect.stringContaining('No task "zzzzzzzz"'),
    });
  });
});

describe("a verb of duban task", () => {
  it("acknowledges once", async () => {
    expect(await duban("task", "ack", taskId)).toMatchObject({
      code: 0,
      out: expect.stringContaining("Acknowledged:"),
    });
    expect((await task())?.state).toBe("acknowledged");
    const before = await events();
    expect((await duban("task", "ack", taskId)).out).toContain("Acknowledged already");
    expect(await events()).toBe(before);
  });

  it("submits, returns, submits again and accepts, each as a person who may do so", async () => {
    const secretary = organization.email("secretariat");
    const board = organization.email("supervisory-board");
    const photo = join(folder, "photo.jpg");
    await writeFile(photo, photoBytes("photo.jpg"));
    const submitted = await duban(
      ...["task", "submit", taskId, "--as", secretary, "--note", "已修好", "--file", photo, "--json"],
    );
    expect(submitted).toMatchObject({ code: 0, data: { verb: "submit", changed: true, state: "submitted" } });
    expect(await db.evidence.findMany({ where: { taskId, type: "file" } })).toMatchObject([
      { name: "photo.jpg", mime: "image/jpeg", personId: organization.person("secretariat") },
    ]);
    expect((await duban("task", "submit", taskId, "--as", secretary, "--note", "x")).out).toContain(
      "Submitted already",
    );
    const returned = await duban(
      ...["task", "return", taskId, "--as", board, "--reason", "没有照片", "--until", "2031-03-20"],
    );
    expect(returned.code).toBe(0);
    expect(await task()).toMatchObject({ state: "returned", dueAt: instantAt("2031-03-20", "18:00", zone) });
    expect((await duban("task", "return", taskId, "--as", board, "--reason", "x")).out).toContain("Returned already");
    await duban("task", "submit", taskId, "--as", secretary, "--set", "note=补了照片");
    expect((await duban("task", "accept", taskId, "--as", board)).code).toBe(0);
    expect(await task()).toMatchObject({ state: "accepted", result: { note: "补了照片" } });
    expect((await duban("task", "accept", taskId, "--as", board)).out).toContain("already");
  });

  it("does not let the administrator or the doer verify", async () => {
    await duban("task", "submit", taskId, "--as", organization.person("secretariat"), "--note", "好了");
    const before = await events();
    const administrator = await duban("task", "accept", taskId);
    expect(administrator).toMatchObject({ code: 4, err: expect.stringContaining("accept: expected verifier") });
    expect((await duban("task", "return", taskId, "--reason", "x")).code).toBe(4);
    expect((await duban("task", "accept", taskId, "--as", organization.person("secretariat"))).code).toBe(4);
    expect((await task())?.state).toBe("submitted");
    expect(await events()).toBe(before);
  });

  it("lists each invalid answer, and submits nothing", async () => {
    const before = await events();
    const tried = async (...more: string[]): Promise<string> => {
      const { code, err } = await duban("task", "submit", taskId, ...more);
      expect(code).toBe(2);
      return err;
    };
    expect(await tried()).toContain('note: ""; expected a text');
    expect(await tried("--set", "note=x", "--set", "colour=red")).toContain(
      'colour: "red"; expected one of note, files',
    );
    expect(await tried("--set", "note")).toContain('--set: "note"; expected name=value');
    expect(await tried("--set", "note=a", "--note", "b")).toContain('"note" is given 2 times');
    expect(await tried("--note", "x", "--file", join(folder, "none.jpg"))).toContain("cannot be read (ENOENT)");
    expect(await tried("--set", `note=@${join(folder, "none.txt")}`)).toContain("cannot be read (ENOENT)");
    const { err } = await duban("task", "submit", taskId, "--set", "x=1", "--json");
    expect(JSON.parse(err).error).toMatchObject({
      code: "BAD_INPUT",
      reason: "one-of",
      values: { place: "x", value: "1" },
      problems: [{ reason: "one-of" }, { reason: "text", values: { place: "note", value: "" } }],
    });
    expect(await events()).toBe(before);
    expect((await task())?.state).toBe("open");
  });

  it("accepts a list as several answers, or from a file", async () => {
    const { data } = await duban("drill", "start", "--org", organization.code, "--json");
    const { case: caseId } = data as { case: string };
    await engine.requestTask(caseId, "evaluate", now);
    const [evaluate] = await db.task.findMany({ where: { caseId, step: "evaluate" } });
    const file = join(folder, "gaps.txt");
    await writeFile(file, "集合点无标识\n\n通道堵塞\n");
    const submit = ["task", "submit", evaluate?.id ?? "", "--note", "总体良好", "--set", "gaps=应急灯不亮"];
    expect((await duban(...submit, "--set", `gaps=@${file}`)).code).toBe(0);
    expect((await findTask(db, evaluate?.id ?? ""))?.result).toEqual({
      evaluation: "总体良好",
      gaps: ["应急灯不亮", "集合点无标识", "通道堵塞"],
    });
  });

  it("requests an extension as the doer, which others grant or refuse", async () => {
    const secretary = organization.person("secretariat");
    const extend = ["task", "extend", taskId, "--as", secretary, "--until", "2031-03-20", "--reason", "等零件"];
    expect(await duban(...extend)).toMatchObject({ code: 0, out: expect.stringContaining("until 2031-03-20 18:00") });
    expect((await duban(...extend)).out).toContain("already");
    expect(await task()).toMatchObject({ askedReason: "等零件", askedById: secretary });
    expect((await duban("task", "extend", taskId, "--refuse")).code).toBe(4);
    const both = await duban("task", "extend", taskId, "--refuse", "--reason", "x", "--until", "2031-03-20");
    expect(both).toMatchObject({ code: 2, err: expect.stringContaining("beside --refuse") });
    const refused = await duban("task", "extend", taskId, "--refuse", "--reason", "太久");
    expect(refused.code).toBe(0);
    expect((await task())?.askedUntil).toBeNull();
    await duban(...extend);
    const board = organization.person("supervisory-board");
    expect((await duban("task", "extend", taskId, "--as", board)).code).toBe(0);
    expect((await task())?.dueAt).toEqual(instantAt("2031-03-20", "18:00", zone));
    const granted = await duban("task", "extend", taskId, "--until", "2031-03-25T12:00", "--json");
    expect(granted.data).toMatchObject({ verb: "grant-extension", dueAt: "2031-03-25T04:00:00.000Z" });
    const again = await duban("task", "extend", taskId, "--until", "2031-03-25T12:00");
    expect(again.out).toContain("already");
  });

  it.each([
    ["2031-02-29", '--until: "2031-02-29"; expected a day that exists'],
    ["2031-03-10T24:30", '--until: "2031-03-10T24:30"'],
    ["tomorrow", '--until: "tomorrow"'],
    ["2031-03-01", "expected a time to come"],
  ])("rejects the day %s", async (until, words) => {
    const before = await task();
    const { code, err } = await duban("task", "extend", taskId, "--until", until);
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(await task()).toEqual(before);
  });

  it("reassigns to another person as the doer or as the administrator", async () => {
    const passed = ["task", "delegate", taskId, "--as", organization.email("secretariat")];
    expect((await duban(...passed, "--to", organization.email("staff"))).code).toBe(0);
    expect(await task()).toMatchObject({
      personId: organization.person("staff"),
      passedById: organization.person("secretariat"),
    });
    expect((await duban(...passed, "--to", organization.email("staff"))).out).toContain("already");
    const named = await duban("task", "delegate", taskId, "--to", organization.person("deputy"), "--json");
    expect(named.data).toMatchObject({ verb: "reassign", personId: organization.person("deputy") });
    expect((await duban("task", "delegate", taskId, "--to", organization.person("deputy"))).out).toContain("already");
    expect((await duban("task", "delegate", taskId, "--to", "nobody@example.org")).code).toBe(3);
    const elsewhere = await found(db, now, {});
    const stranger = await duban("task", "delegate", taskId, "--to", elsewhere.email("staff"));
    expect(stranger).toMatchObject({
      code: 2,
      err: expect.stringContaining("expected somebody of the organization itself"),
    });
    expect((await task())?.personId).toBe(organization.person("deputy"));
  });

  it("is refused for a person without a relationship to the task", async () => {
    const answer = await duban("task", "ack", taskId, "--as", organization.email("member"));
    expect(answer).toMatchObject({ code: 4, err: expect.stringContaining("somebody with a part in this task") });
    expect((await duban("task", "ack", taskId, "--as", "nobody@example.org")).code).toBe(3);
    expect((await task())?.state).toBe("open");
  });

  it("reminds with a message, which is sent to the doer", async () => {
    expect((await duban("task", "press", taskId, "--say", "请今天办完")).code).toBe(0);
    const notices = await db.notice.findMany({ where: { taskId } });
    expect(notices.map((notice) => [notice.personId, notice.channel]).sort()).toEqual([
      [organization.person("secretariat"), "email"],
      [organization.person("secretariat"), "sms"],
    ]);
    expect(notices[0]?.details).toMatchObject({ reason: "请今天办完", because: "press" });
  });

  it("moves once, only as the administrator", async () => {
    expect((await duban("task", "move", taskId, "--to", "2031-03-10T12:00")).code).toBe(0);
    expect((await task())?.dueAt).toEqual(instantAt("2031-03-10", "12:00", zone));
    expect((await duban("task", "move", taskId, "--to", "2031-03-10T12:00")).out).toContain("Moved already");
    const secretary = organization.person("secretariat");
    expect((await duban("task", "move", taskId, "--to", "2031-03-12", "--as", secretary)).code).toBe(4);
    expect((await duban("task", "move", taskId, "--to", "2031-13-12")).code).toBe(2);
    expect((await task())?.dueAt).toEqual(instantAt("2031-03-10", "12:00", zone));
  });

  it.each(["waive", "cancel"])("%s ends the task with a reason, once", async (verb) => {
    expect((await duban("task", verb, taskId)).code).toBe(2);
    expect((await duban("task", verb, taskId, "--reason", " ")).code).toBe(2);
    expect((await task())?.state).toBe("open");
    expect((await duban("task", verb, taskId, "--reason", "已无必要")).code).toBe(0);
    expect((await task())?.state).toBe(verb === "waive" ? "waived" : "cancelled");
    expect((await duban("task", verb, taskId, "--reason", "已无必要")).out).toContain("already");
    expect(await duban("task", "ack", taskId)).toMatchObject({ code: 4, err: expect.stringContaining("the task is") });
  });
});

describe("an act on several tasks", () => {
  const accept = (...argv: string[]) => duban("task", "waive", ...argv, "--reason", "重复", "--json");

  it("runs a transaction for each task, prints each outcome, and has the exit code of the first failure", async () => {
    const [second, third] = [await rectify("灯坏了"), await rectify("门坏了")];
    await duban("task", "waive", second, "--reason", "已修");
    await duban("task", "cancel", third, "--reason", "撤销");
    const { code, data } = await accept(taskId, third, "nosuchtask", taskId);
    expect(code).toBe(4);
    expect(data).toMatchObject({
      results: [
        { task: taskId, result: { changed: true } },
        { task: third, error: { code: "REFUSED" } },
        { task: "nosuchtask", error: { code: "NOT_FOUND" } },
      ],
      ...{ done: 1, failed: 2 },
    });
    expect((await task())?.state).toBe("waived");
    const words = await duban("task", "press", await rectify("窗坏了"), await rectify("墙裂了"), "--say", "请抓紧");
    expect([words.code, words.out]).toEqual([0, expect.stringContaining("2 of 2 done.")]);
  });

  it("on more than ten asks for confirmation; without a terminal it requires --yes, and changes nothing", async () => {
    const many = [taskId];
    while (many.length < 11) many.push(await rectify(`第${many.length}处漏水`));
    const refused = await accept(...many);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("many-unagreed");
    expect((await task())?.state).toBe("open");
    const questions: string[] = [];
    const ask = async (question: string): Promise<boolean> => questions.push(question) > 0;
    const terminal = commandLine(db, () => now, { ask });
    expect((await terminal.duban("task", "press", ...many)).code).toBe(0);
    expect(questions).toEqual([expect.stringMatching(/^11 tasks:\n( {2}.+ \(\w+\)\n){5} {2}… and 6 more\n/)]);
    expect((await accept(...many, "--yes")).code).toBe(0);
    expect(await db.task.count({ where: { id: { in: many }, state: "waived" } })).toBe(11);
  });
});
