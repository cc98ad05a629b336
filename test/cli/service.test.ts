import { describe, expect, it } from "vitest";
import { addPerson, leave } from "../../client/registry/people.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { findTaskByKey } from "../../records/tasks/tasks.ts";
import { chapters } from "../support/chapters.ts";
import { freshDatabase } from "../support/database.ts";
import { found } from "../support/organization.ts";
import { standIn } from "./stand-in.ts";
import { commandLine } from "./typed.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
let now = instantAt("2031-03-03", "10:00", zone);
const { duban } = commandLine(db, () => now);
const engine = standIn(db);
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };

interface Started {
  case: string;
  created: boolean;
  duty: string;
  tasks: { task: string; key: string; dueAt: string }[];
}
const submit = (task: string, ...values: string[]) =>
  duban("task", "submit", task, ...values.flatMap((value) => ["--set", value]));
const taskOf = async (caseId: string, key: string): Promise<string> => (await findTaskByKey(db, caseId, key))?.id ?? "";
const missingOf = (said: { err: string }): string[] =>
  (JSON.parse(said.err) as { error: { missing?: string[] } }).error.missing ?? [];

const chapter = chapters();

describe("duban call", () => {
  chapter("starts a call once by its key, moves it, lists it, and shows it with what is missing", async () => {
    const { code } = await found(db, now, { type: "HUB" });
    const typed = ["call", "start", "采样点招募", "--org", code, "--from", "区民政局", "--reply-by", "2031-03-10"];
    const started = (await duban(...typed, "--key", "k", "--json")).data as Started;
    expect(started).toMatchObject({ created: true, duty: "63", tasks: [{ key: "decide" }] });
    expect((await duban(...typed, "--key", "k", "--json")).data).toMatchObject({ created: false, case: started.case });
    const moved = await duban("call", "move", started.case, "--reply-by", "2031-03-12");
    expect(moved.out).toContain("wanted by 2031-03-12");
    expect((await duban("call", "move", started.case, "--reply-by", "2031-03-02")).code).toBe(2);
    const decide = await taskOf(started.case, "decide");
    const tests = ["asked=yes", "needed=yes", "able=yes"];
    const no = await duban(
      "task",
      "submit",
      decide,
      ...[...tests, "decision=no"].flatMap((one) => ["--set", one]),
      "--json",
    );
    expect(no.code).toBe(4);
    expect(missingOf(no)).toEqual(["A no needs its reason"]);
    expect((await submit(decide, ...tests, "decision=yes")).code).toBe(0);
    await engine.requestTask(started.case, "protection", now);
    await engine.requestTask(started.case, "roster", now);
    const shown = await duban("call", "show", started.case);
    expect(shown.out).toContain("still needs: Confirm own protection");
    const listed = await duban("call", "list", "--org", code, "--json");
    expect(listed.data).toMatchObject([{ case: started.case, kind: "CA", subject: "采样点招募" }]);
  });

  chapter("issues a call to many at once, and refuses one that concerns nobody or has an invalid day", async () => {
    const { code } = await found(db, now, { type: "COM" });
    const typed = [
      "call",
      "issue",
      "社区劝导",
      "--source",
      "local",
      "--org",
      code,
      "--reply-by",
      "2031-03-20",
      "--key",
      "gz",
    ];
    expect(await duban(...typed)).toMatchObject({ code: 2, err: expect.stringContaining("because no document") });
    typed.push("--file", "SECURITY.md");
    expect((await duban(...typed, "--json")).data).toMatchObject({ created: true, organizations: 1 });
    expect((await duban(...typed)).out).toContain("It was issued already");
    const circular = await db.circular.findUnique({ where: { key: "gz" } });
    expect([circular?.event, circular?.facts]).toEqual(["call-issued", { replyBy: "2031-03-20" }]);
    expect(circular?.fileName).toBe("SECURITY.md");
    expect((await duban("call", "issue", "x", "--source", "local", "--reply-by", "2031-02-30")).code).toBe(2);
    expect((await duban("call", "issue", "x", "--source", "nobody")).err).toContain("local, authority, industry");
  });

  chapter(
    "starts under duty 32 for participation on its own initiative, and under duty 9 with own protection for planned service",
    async () => {
      const { code } = await found(db, now, {});
      expect((await duban("call", "consider", "送药", "--org", code, "--json")).data).toMatchObject({ duty: "32" });
      expect((await duban("call", "protect", "送药", "--org", code, "--json")).data).toMatchObject({ duty: "9" });
      const alone = await found(db, now, { party: false });
      const refused = await duban("call", "protect", "送药", "--org", alone.code);
      expect([refused.code, refused.err.includes("service-planned")]).toEqual([4, true]);
    },
  );
});

describe("duban gathering", () => {
  chapter("refuses to hold a gathering whose plan is not approved for its day", async () => {
    const { code, person } = await found(db, now, { type: "CHA" });
    const typed =
      `gathering plan 义诊 --org ${code} --on 2031-03-05 --time 14:00 --place 文化广场 --key k --json`.split(" ");
    const started = (await duban(...typed)).data as Started;
    expect(started).toMatchObject({ created: true, duty: "22c" });
    expect(started.tasks.map(({ key }) => key).sort()).toEqual(["approve", "hold"]);
    expect((await duban(...typed)).data).toMatchObject({ created: false });
    const hold = ["gathering", "hold", started.case, "--record", "义诊 80 人", "--attendance", "80"];
    const early = await duban(...hold, "--json");
    expect(early.code).toBe(4);
    expect(missingOf(early)).toEqual([
      "File the safety plan of the gathering for the head's approval",
      "The head has not approved the safety plan (clause 二(二)3)",
      expect.stringMatching(/^The day of the gathering has not come: it is on 2031-03-\d\d \(\d+ days? from now\)$/),
    ]);
    const approve = async (key: string): Promise<void> => {
      const task = await taskOf(started.case, key);
      expect((await submit(task, "plan=分时入场")).code).toBe(0);
      expect((await duban("task", "accept", task, "--as", person("head"))).code).toBe(0);
    };
    const shown = async (): Promise<string> => (await duban("case", "show", started.case)).out;
    // The waiting task has its own day; the step for a missing approval is not requested yet.
    expect(await shown()).toContain("hold: waits for others, due 2031-03-10 18:00");
    const waiting = await taskOf(started.case, "hold");
    expect((await duban("task", "show", waiting)).out).toContain("waits for others; due 2031-03-10 18:00");
    expect((await duban("task", "list", "--org", code)).out).toMatch(/ waits for others .*\n/);
    expect(await shown()).not.toContain("without an approved safety plan");
    await duban("org", "pause", code, "--yes");
    expect(await shown()).toContain("open (its organization is paused: nobody is asked or reminded)");
    expect((await duban("gathering", "show", started.case)).out).toContain("its organization is paused");
    await duban("org", "resume", code);
    await duban("duty", "set", "22c", "--org", code, "--pause", "--yes");
    expect(await shown()).toContain("open (its duty is paused");
    await duban("duty", "set", "22c", "--org", code, "--resume");
    expect(await shown()).not.toContain("paused:");
    await approve("approve");
    const moved = await duban("gathering", "move", started.case, "--on", "2031-03-06", "--place", "社区中心", "--json");
    expect(moved.data).toMatchObject({ changed: true, round: 2 });
    expect((await duban("gathering", "move", started.case, "--on", "2031-03-06")).out).toContain("nothing is changed");
    expect((await duban("gathering", "show", started.case)).out).toContain("approval round 2");
    // Another time of day requires no new approval.
    const later = await duban("gathering", "move", started.case, "--time", "15:00", "--until", "17:30", "--json");
    expect(later.data).toMatchObject({ changed: true, round: 2 });
    expect((await duban("gathering", "move", started.case, "--time", "18:00")).code).toBe(2);
    expect((await duban("gathering", "show", started.case)).out).toContain("2031-03-06 15:00–17:30");
    now = instantAt("2031-03-06", "15:00", zone);
    expect(missingOf(await duban(...hold, "--json"))).toEqual([
      "The head has not approved the safety plan (clause 二(二)3)",
    ]);
    await approve("approve:2");
    expect((await duban(...hold)).out).toContain("Recorded; the hold is closed");
    expect((await duban(...hold)).code).toBe(0);
    expect((await duban("gathering", "move", started.case, "--on", "2031-03-09")).code).toBe(4);
    expect((await duban("gathering", "move", started.case)).code).toBe(2);
    expect((await duban("gathering", "show", "nothing-of-it")).code).toBe(3);
  });

  it.each([
    ["--on", "2031-03-01", "a day from"],
    ["--on", "2031-02-30", "a day from"],
    ["--place", " ", "where it is held"],
    ["--time", "2 pm", "a time of day such as 14:30"],
    ["--until", "13:00", "a time of day after 14:00"],
  ])("refuses %s %j", async (option, value, words) => {
    const { code } = await found(db, now, {});
    const given = { "--org": code, "--on": "2031-04-01", "--time": "14:00", "--place": "广场", [option]: value };
    const answer = await duban("gathering", "plan", "义诊", ...Object.entries(given).flat());
    expect([answer.code, answer.err.includes(words)]).toEqual([2, true]);
  });
});

describe("duban project", () => {
  let id = "";
  let email = "";

  chapter("shows who may serve, and puts them on duty when they may", async () => {
    const organization = await found(db, now, { type: "VOL" });
    const { code } = organization;
    const typed = `project start 送餐 --org ${code} --from 2031-03-10 --to 2031-03-21 --key k --json`.split(" ");
    const started = (await duban(...typed)).data as Started;
    expect(started).toMatchObject({ created: true, duty: "41" });
    expect(started.tasks.map(({ key }) => key).sort()).toEqual(["needs", "protection", "recruit"]);
    // The need must be published by the day on which the volunteers must be found, three days before the project begins.
    const due = ({ key, dueAt }: Started["tasks"][number]) => key !== "protection" && dueAt;
    expect(new Set(started.tasks.map(due))).toEqual(new Set([false, "2031-03-07T10:00:00.000Z"]));
    expect((await duban(...typed)).data).toMatchObject({ created: false });
    id = started.case;
    email = organization.email("volunteer");
    expect((await duban("project", "enlist", id, "--person", "nobody@example.org")).code).toBe(2);
    expect((await duban("project", "enlist", id, "--person", email, "--json")).data).toMatchObject({
      added: 1,
      onRegister: 1,
    });
    expect((await duban("project", "enlist", id, "--person", email, "--json")).data).toMatchObject({ added: 0 });
    const name = "volunteer";
    const duty = await duban("project", "duty", id, "--person", email, "--json");
    expect(duty.code).toBe(4);
    expect(missingOf(duty)).toEqual([
      "Own protection is not confirmed yet (clause 二(一)3)",
      expect.stringMatching(new RegExp(`^${name} \\d+: not trained yet`)),
    ]);
    await submit(await taskOf(id, "protection"), "protection=口罩");
    // A volunteer who joins before the training is held is added to it.
    const added = {
      organization: code,
      role: "volunteer",
      name: "赵六",
      email: `zhao.${code.toLowerCase()}@example.org`,
    };
    const { personId } = await addPerson(context, added);
    expect((await duban("project", "enlist", id, "--person", "赵六")).out).toContain(
      "1 volunteer put on the register; 2",
    );
    expect(await taskOf(id, "train:2")).toBe("");
    const train = await taskOf(id, "train");
    const trained = [organization.person("volunteer"), personId].map((one) => `training.${one}.trained=yes`);
    expect((await submit(train, ...trained)).code).toBe(0);
    expect((await duban("project", "duty", id, "--person", email, "--person", "赵六")).out).toContain(
      "2 volunteers put on duty",
    );
    expect((await duban("project", "show", id)).out).toMatch(/赵六: trained, on duty since 2031-03-06/);
    await leave(context, personId, { actor: "administrator" });
    expect((await duban("project", "show", id)).out).toMatch(/赵六: .*a volunteer no more/);
  });

  chapter("takes volunteers off duty, puts them on duty again, and follows the project's days", async () => {
    const off = (...more: string[]) => duban("project", "duty", id, "--off", ...more);
    expect(await off("--person", "nobody")).toMatchObject({
      code: 2,
      err: expect.stringContaining('person: "nobody"; expected somebody on the project\'s register'),
    });
    expect((await duban("project", "duty", id, "--person", email, "--reason", "x")).code).toBe(2);
    // A volunteer who has left, too.
    expect((await off("--person", "赵六", "--reason", "已退出", "--json")).data).toMatchObject({ removed: 1 });
    expect((await off("--person", "赵六")).out).toContain("They were not on duty.");
    const register = (await duban("project", "show", id)).out;
    expect(register).toMatch(/赵六: trained, a volunteer no more/);
    expect(register).toMatch(/volunteer \d+: trained, on duty since 2031-03-06/);
    expect((await duban("case", "show", id)).out).toMatch(/taken off duty: 赵六.*已退出/);
    // On duty again.
    expect((await off("--person", email)).out).toContain("1 volunteer taken off duty.");
    expect((await duban("project", "duty", id, "--person", email)).out).toContain("1 volunteer put on duty.");
    expect((await duban("project", "move", id, "--to", "2031-03-09")).code).toBe(2);
    expect((await duban("project", "move", id, "--to", "2031-03-28")).out).toContain("The project is moved");
    expect((await duban("project", "end", id, "--on", "2031-03-20")).err).toContain("expected a day until today");
    now = instantAt("2031-03-12", "10:00", zone);
    expect((await duban("project", "end", id)).out).toContain("The project has ended");
    expect((await duban("project", "end", id)).out).toContain("It had ended already");
    const { phases } = (await duban("project", "show", id, "--json")).data as {
      phases: { step: string; state: string }[];
    };
    expect(phases.find(({ step }) => step === "needs")?.state).toBe("given-up");
    expect((await duban("case", "show", id)).out).toContain("put on duty: volunteer");
  });

  chapter("refuses a charity", async () => {
    const { code } = await found(db, now, { type: "CHA" });
    const refused = await duban("project", "start", "送餐", "--org", code, "--from", "2031-04-01");
    expect([refused.code, refused.err.includes("a volunteer organization or a hub")]).toEqual([4, true]);
  });
});
