import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cancelCase, raiseEvent } from "../../client/cases/cases.ts";
import { closeOrganization } from "../../client/cases/closing.ts";
import { pauseOrganization, resumeOrganization } from "../../client/registry/organizations.ts";
import { addPerson, leave } from "../../client/registry/people.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { versionsShown } from "../../records/cases/versions.ts";
import { cancelOpenCases } from "../support/cancel-open-cases.ts";
import { type Found, newestOf, tasksOfDuty } from "../support/duty-tasks.ts";
import { fullForm } from "../support/forms.ts";
import type { Organization } from "../support/organization.ts";
import { rungsOf, sentByLadder } from "../support/sent-by-ladder.ts";
import { startWorld, type World, worldBy, zone } from "../support/world.ts";

let city: World;
let organization: Organization;
const staff = new Map<string, string>();

const by = (role: Parameters<Organization["person"]>[0]) => ({ personId: organization.person(role) });
const tasksOf = (duty: string) => tasksOfDuty(city, duty, organization);
const newest = (duty: string) => newestOf(city, duty, organization);
const submit = (taskId: string, actor: { personId: string }, values: Record<string, string>, file?: string) =>
  city.act({
    taskId,
    verb: "submit",
    actor,
    submission: {
      values,
      files: file ? [{ name: file, mime: "application/pdf", bytes: new TextEncoder().encode("%PDF") }] : [],
    },
  });
const join = async (name: string): Promise<string> => {
  const email = `${name}.${organization.code}@example.org`.toLowerCase();
  const { personId } = await addPerson(city.context, { organization: organization.code, role: "staff", name, email });
  staff.set(name, personId);
  await city.settled();
  return personId;
};
const mails = (personId: string) =>
  city.db.notice.findMany({
    where: { personId },
    orderBy: { createdAt: "asc" },
    select: { taskId: true, shape: true },
  });

beforeAll(async () => {
  city = await startWorld();
});

/** Founds an organization with three members of staff, whose plan is requested. */
async function requestPlan(): Promise<void> {
  staff.clear();
  organization = await city.organization({ type: "OTH" });
  await join("Wu");
  await join("Lin");
  await city.start({ duty: "16", organizationId: organization.id, subject: "", actor: "administrator" });
  await city.settled();
}

/** Founds an organization whose plan is approved, and must be read by each member of staff. */
async function approvePlan(): Promise<void> {
  await requestPlan();
  const { id } = await newest("16");
  await submit(id, by("secretariat"), { freshness: "renewed", version: "增加夜间值班和联系人" }, "plan.pdf");
  await city.act({ taskId: id, verb: "accept", actor: by("legal-representative") });
  await city.settled();
}

describe("a plan", () => {
  test("that was never submitted cannot be confirmed; a renewed one says what is new", async () => {
    await requestPlan();
    const { id } = await newest("16");
    const confirm = submit(id, by("secretariat"), { freshness: "unchanged" });
    await expect(confirm).rejects.toMatchObject({
      code: "REFUSED",
      missing: [{ en: expect.stringContaining("no plan on file") }],
    });
    await expect(submit(id, by("secretariat"), { freshness: "renewed" })).rejects.toThrow(
      /version: ""; expected a text/,
    );
  });

  test("is approved by the legal representative after a return, and then read by each member of staff", async () => {
    await requestPlan();
    const { id } = await newest("16");
    await submit(id, by("secretariat"), { freshness: "renewed", version: "增加夜间值班" }, "plan.pdf");
    await expect(city.act({ taskId: id, verb: "accept", actor: by("secretariat") })).rejects.toThrow();
    await city.act({ taskId: id, verb: "return", actor: by("legal-representative"), reason: "缺联系人" });
    expect(await versionsShown(city.db, organization.id)).toEqual([]);
    await submit(id, by("secretariat"), { freshness: "renewed", version: "增加夜间值班和联系人" }, "plan.pdf");
    await city.act({ taskId: id, verb: "accept", actor: by("legal-representative") });
    await city.settled();
    expect(await versionsShown(city.db, organization.id)).toMatchObject([
      {
        artefact: "plan",
        number: 1,
        writtenById: organization.person("secretariat"),
        approvedById: organization.person("legal-representative"),
        asked: 3,
        read: 0,
      },
    ]);
    const tasks = await tasksOf("19");
    expect(tasks.map(({ key }) => key).sort()).toEqual(
      ["readers", ...[organization.person("staff"), ...staff.values()].map((one) => `readers:${one}`)].sort(),
    );
    expect(await mails(staff.get("Wu") ?? "")).toContainEqual({ taskId: taskOf(tasks, "Wu").id, shape: "due" });
  });

  test("is confirmed by each person for themselves: nobody reads it for another, and the covering task names who has not", async () => {
    await approvePlan();
    const tasks = await tasksOf("19");
    const cover = tasks.find(({ key }) => key === "readers") as Found;
    const wu = taskOf(tasks, "Wu");
    const lin = { personId: staff.get("Lin") ?? "" };
    await expect(submit(wu.id, lin, { confirmation: "read" })).rejects.toThrow(
      /expected somebody with a part|expected doer/,
    );
    await expect(
      city.act({ taskId: wu.id, verb: "delegate", actor: { personId: staff.get("Wu") ?? "" }, to: lin.personId }),
    ).rejects.toThrow(/each person's own/);
    await submit(wu.id, { personId: staff.get("Wu") ?? "" }, { confirmation: "read" });
    const early = submit(cover.id, by("secretariat"), { exceptions: "staff" });
    await expect(early).rejects.toMatchObject({ code: "REFUSED" });
    const missing = await early.catch((error: { missing: { en: string }[] }) => error.missing.map(({ en }) => en));
    expect(missing).toEqual(expect.arrayContaining([expect.stringMatching(/^Lin: not done yet \(1 of 3/)]));
    expect(JSON.stringify(missing)).not.toContain("Wu");
  });

  test("is not requested from people who have left; the last silent person is excepted with a reason, and the remaining tasks are cancelled", async () => {
    await approvePlan();
    const wu = taskOf(await tasksOf("19"), "Wu");
    await submit(wu.id, { personId: staff.get("Wu") ?? "" }, { confirmation: "read" });
    await leave(city.context, staff.get("Lin") ?? "", { organization: organization.code, actor: "administrator" });
    await city.settled();
    let tasks = await tasksOf("19");
    expect(taskOf(tasks, "Lin")).toMatchObject({ state: "cancelled", personId: staff.get("Lin") });
    const cover = tasks.find(({ key }) => key === "readers") as Found;
    expect(cover.state).toBe("open");
    const [last] = await city.db.person.findMany({ where: { id: organization.person("staff") } });
    await submit(cover.id, by("secretariat"), { exceptions: `${last?.name}：病假，返岗后补阅` });
    await city.settled();
    tasks = await tasksOf("19");
    expect(tasks.map(({ state }) => state).sort()).toEqual(["cancelled", "cancelled", "closed", "closed"]);
    expect(cover.caseId).toBe(tasks[0]?.caseId);
    expect(tasks[0]?.case).toBe("done");
    const [version] = await versionsShown(city.db, organization.id);
    expect(version).toMatchObject({ asked: 1, read: 1 });
  });

  test("is read by a joiner alone, who is trained and acknowledges, each once", async () => {
    await approvePlan();
    const before = (await tasksOf("25")).length;
    const han = await join("Han");
    const [task, ...rest] = (await tasksOf("19")).filter(({ personId }) => personId === han);
    expect(rest).toEqual([]);
    expect(task).toMatchObject({ key: "read", state: "open" });
    const trained = await tasksOf("25");
    expect(trained).toHaveLength(before + 1);
    // The secretariat holds the training, not the joiner.
    expect(trained[0]).toMatchObject({ personId: null });
    expect((await tasksOf("67")).filter(({ personId }) => personId === han)).toHaveLength(1);
    await join("Han");
    expect(await tasksOf("25")).toHaveLength(before + 1);
    await submit(task?.id ?? "", { personId: han }, { confirmation: "read" });
    expect((await tasksOf("19")).find(({ id }) => id === task?.id)).toMatchObject({ state: "closed", case: "done" });
    const training = trained[0] as Found;
    await submit(training.id, by("secretariat"), await fullForm(city.db, training.id));
  });

  test("that is confirmed unchanged after a drill makes no version, and nobody reads it again", async () => {
    await approvePlan();
    const event = {
      organizationId: organization.id,
      event: "drill-held" as const,
      key: "d",
      subject: "",
      actor: "administrator" as const,
    };
    await raiseEvent(city.context, event);
    await raiseEvent(city.context, event);
    const readings = (await tasksOf("19")).length;
    const { id, caseId } = await newest("16");
    expect((await tasksOf("16")).filter((task) => task.caseId === caseId)).toHaveLength(1);
    await submit(id, by("secretariat"), { freshness: "unchanged" });
    await city.act({ taskId: id, verb: "accept", actor: by("legal-representative") });
    await city.settled();
    expect(await versionsShown(city.db, organization.id)).toHaveLength(1);
    expect(await tasksOf("19")).toHaveLength(readings);
    expect((await newest("16")).case).toBe("done");
  });

  test("that only a joiner must read escalates like the duty while the joiner is silent; a paused organization is sent nothing", async () => {
    city = await worldBy("2031-03-03 17:00", city);
    await approvePlan();
    const qi = await join("Qi");
    const reading = (await tasksOf("19")).find(({ personId }) => personId === qi) as Found;
    await pauseOrganization(city.context, organization.code, "administrator");
    const before = (await mails(qi)).length;
    await city.until("2031-03-18 12:00");
    expect(await mails(qi)).toHaveLength(before);
    await resumeOrganization(city.context, organization.code, "administrator");
    await city.until("2031-03-27 12:00");
    // D is ten business days after Monday 03-03. No covering task exists, so this task's own ladder notifies the supervisors.
    expect((await sentByLadder(city, reading.id)).filter((line) => line > "03-18")).toEqual(
      rungsOf({
        "03-18 12h": ["staff email"], // +1, delayed by the pause
        "03-20 09h": ["legal-representative email", "staff email"], // +3
        "03-24 09h": [
          ...["legal-representative email", "supervisory-board email", "supervisory-board sms", "staff email"],
        ], // +5
      }),
    );
    await cancelCase(city.context, { caseId: reading.caseId, actor: "administrator", reason: "重复" });
    expect((await tasksOf("19")).find(({ id }) => id === reading.id)?.state).toBe("cancelled");
  });
});

describe("other things that must be kept up to date", () => {
  test("local rules and contacts are submitted once and confirmed from then on; contact with the community is kept", async () => {
    city = await worldBy("2031-03-27 13:00", city);
    await city.until("2031-03-27 12:00");
    await approvePlan();
    await city.plan();
    const rules = await newest("17");
    await submit(rules.id, by("secretariat"), { freshness: "renewed", rules: "进楼登记" });
    const contacts = await newest("18");
    await submit(contacts.id, by("secretariat"), {
      freshness: "renewed",
      contacts: "街道办 020-0000",
      "verified-on": "2031-03-26",
    });
    const liaison = await newest("64");
    await submit(liaison.id, by("secretariat"), { contact: "与居委会商定值守" });
    for (const duty of ["17", "18", "64"]) expect((await newest(duty)).case).toBe("done");
    await city.until("2031-04-02 12:00", { plan: true });
    const april = await newest("17");
    expect(april.id).not.toBe(rules.id);
    await submit(april.id, by("secretariat"), { freshness: "unchanged" });
    expect(
      (await versionsShown(city.db, organization.id)).map(({ artefact, number }) => `${artefact} ${number}`),
    ).toEqual(["contacts 1", "plan 1", "rules 1"]);
  });

  test("a task that the legal representative signs cannot be reassigned or taken on", async () => {
    organization = await city.organization({ type: "OTH" });
    const sign = { duty: "5", organizationId: organization.id, subject: "", actor: "administrator" } as const;
    const caseId = await city.start(sign);
    const { id: taskId } = await newest("5");
    const passed = { taskId, verb: "delegate", to: organization.person("secretariat") } as const;
    await expect(city.act({ ...passed, actor: by("legal-representative") })).rejects.toThrow(/each person's own/);
    await expect(city.act({ taskId, verb: "take-on", actor: by("supervisory-board") })).rejects.toThrow(
      /each person's own/,
    );
    await cancelCase(city.context, { caseId, actor: "administrator", reason: "重复" });
  });

  test("a new legal representative signs for themselves; nothing is requested from the previous one", async () => {
    organization = await city.organization({ type: "OTH" });
    const started = await raiseEvent(city.context, {
      organizationId: organization.id,
      event: "legal-representative-changed",
      key: "first",
      subject: "",
      personId: organization.person("legal-representative"),
      actor: "administrator",
    });
    const { code } = organization;
    await addPerson(city.context, {
      organization: code,
      role: "legal-representative",
      name: "Xu",
      email: `xu.${code.toLowerCase()}@example.org`,
    });
    const xu = (await newest("5")).personId ?? "";
    await leave(city.context, organization.email("legal-representative"), {
      organization: code,
      actor: "administrator",
    });
    const tasks = await tasksOf("5");
    expect(tasks.find(({ caseId }) => caseId === started[0]?.caseId)).toMatchObject({ state: "cancelled" });
    const signing = tasks.find(({ personId }) => personId === xu) as Found;
    await submit(signing.id, { personId: xu }, { acknowledgement: "confirmed" });
    expect((await tasksOf("5")).find(({ id }) => id === signing.id)).toMatchObject({ state: "closed", case: "done" });
  });

  test("nothing is requested from an organization after it is closed", async () => {
    await approvePlan();
    const zou = await join("Zou");
    expect((await tasksOf("19")).find(({ personId }) => personId === zou)?.state).toBe("open");
    await closeOrganization(city.context, organization.code, { reason: "注销", actor: "administrator" });
    await city.settled();
    expect((await tasksOf("19")).find(({ personId }) => personId === zou)?.state).toBe("cancelled");
    expect(await city.db.case.count({ where: { organizationId: organization.id, state: "open" } })).toBe(0);
  });
});

describe("a plan that is not submitted or not verified", () => {
  const secretariat = ["secretariat email", "secretariat sms"];
  const copy = (...roles: string[]): string[] => roles.map((role) => `${role} email copy`);
  // In a separate city, so that no other task is open while these ladders run.
  beforeAll(async () => {
    city = await startWorld();
  });
  beforeEach(() => cancelOpenCases(city));
  const openPlan = async (): Promise<string> => {
    organization = await city.organization({ type: "CHA" });
    await city.start({ duty: "16", organizationId: organization.id, subject: "", actor: "administrator" });
    await city.settled();
    return (await newest("16")).id;
  };

  test("reminds its verifier, escalates to the authority, and repeats while nobody verifies it; a late verdict settles it", async () => {
    city = await worldBy("2031-05-05 10:00", city);
    await city.until("2031-05-05 10:00"); // a Monday
    const id = await openPlan();
    await submit(id, by("secretariat"), { freshness: "renewed", version: "夜间值班" }, "plan.pdf");
    await city.until("2031-06-02 12:00");
    expect(await sentByLadder(city, id)).toEqual(
      rungsOf({
        // Requested and submitted within the hour; from here on the verifier's ladder runs.
        "05-05 10h": ["secretariat email", "legal-representative email"],
        "05-07 09h": ["legal-representative email", "legal-representative sms"], // +2 business days
        "05-12 18h": ["legal-representative email"], // D, five business days later; nobody else is legal representative
        "05-19 09h": ["authority email", ...copy("legal-representative")], // +5
        "05-26 09h": ["authority email", "legal-representative email"], // then every 5
        "06-02 09h": ["authority email", "legal-representative email"],
      }),
    );
    expect(await versionsShown(city.db, organization.id)).toEqual([]);
    await expect(city.act({ taskId: id, verb: "accept", actor: by("authority") })).rejects.toThrow(/expected verifier/);
    await city.act({ taskId: id, verb: "accept", actor: by("legal-representative") });
    await city.settled();
    expect(await newest("16")).toMatchObject({ state: "accepted", case: "done" });
    expect(await versionsShown(city.db, organization.id)).toMatchObject([{ artefact: "plan", number: 1 }]);
    const sent = await sentByLadder(city, id);
    await cancelOpenCases(city);
    await city.until("2031-06-17 12:00");
    expect(await sentByLadder(city, id)).toEqual(sent);
  });

  test("escalates from the secretariat to the authority and repeats while nobody submits it; after a move it is requested by the new day", async () => {
    city = await worldBy("2031-07-07 10:00", city);
    await city.until("2031-07-07 10:00"); // a Monday
    const id = await openPlan();
    await city.until("2031-08-11 12:00");
    const expected = {
      "07-07 10h": ["secretariat email"],
      "07-14 09h": ["secretariat email"], // −5 business days: D is Monday 07-21, ten after the request
      "07-18 09h": secretariat,
      "07-21 09h": secretariat,
      "07-22 09h": secretariat, // +1
      "07-24 09h": ["legal-representative email", "secretariat email"], // +3
      "07-28 09h": [
        ...["legal-representative email", "supervisory-board email", "supervisory-board sms"],
        "secretariat email",
      ], // +5
      "08-04 09h": ["authority email", ...copy("legal-representative", "supervisory-board")], // +10
      "08-11 09h": ["secretariat email", "supervisory-board email", ...copy("authority")], // then every 5
    };
    expect(await sentByLadder(city, id)).toEqual(rungsOf(expected));
    const { dueAt } = await city.db.task.findUniqueOrThrow({ where: { id } });
    expect(dueAt).toEqual(instantAt("2031-07-21", "18:00", zone));
    await city.act({ taskId: id, verb: "move", actor: "administrator", until: instantAt("2031-09-01", "18:00", zone) });
    await city.until("2031-09-02 12:00");
    // The old ladder had reached the board: it is notified again from the first rung after the new D.
    expect((await sentByLadder(city, id)).filter((line) => line > "08-11 10h")).toEqual(
      rungsOf({
        "08-12 09h": ["secretariat email"], // in the next day's mail
        "08-25 09h": ["secretariat email"],
        "08-29 09h": secretariat,
        "09-01 09h": secretariat,
        "09-02 09h": [...secretariat, "supervisory-board email"],
      }),
    );
  });
});

function taskOf(tasks: readonly Found[], name: string): Found {
  const task = tasks.find(({ personId }) => personId === staff.get(name));
  if (!task) throw new Error(`nothing was asked of ${name}`);
  return task;
}
