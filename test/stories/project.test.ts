import { beforeAll, describe, expect, test } from "vitest";
import { cancelCase } from "../../client/cases/cases.ts";
import { closeOrganization } from "../../client/cases/closing.ts";
import { endProject, enlist, moveProject, putOnDuty, startProject } from "../../client/kinds/project.ts";
import { pauseOrganization, resumeOrganization } from "../../client/registry/organizations.ts";
import { addPerson, leave } from "../../client/registry/people.ts";
import { setDuty } from "../../client/registry/settings.ts";
import { RefusedError } from "../../domain/errors.ts";
import { cancelOpenCases } from "../support/cancel-open-cases.ts";
import type { Organization } from "../support/organization.ts";
import { recipientsOf } from "../support/recipients.ts";
import { missingOf } from "../support/refusals.ts";
import { aroundMarch17, type MessagesByInstant, ordinary, rungByRung } from "../support/rung-by-rung.ts";
import { startWorld, type World, worldBy } from "../support/world.ts";

let city: World;
let organization: Organization;
let caseId: string;

beforeAll(async () => {
  city = await startWorld();
});

type Role = Parameters<Organization["person"]>[0];
const submit = (key: string, role: Role, values: Record<string, string>) =>
  city.submit({ caseId, key }, organization.person(role), values);
/** Waits for a task that the engine requests in the next phase. */
const awaitTask = (key: string): Promise<void> => city.awaitTask(caseId, key);
const start = async (days: { startsOn: string; endsOn?: string }): Promise<void> => {
  const title = "独居老人送餐";
  const input = { organizationId: organization.id, title, ...days, key: "meals", actor: "administrator" as const };
  ({ caseId } = await startProject(city.context, input));
  expect(await startProject(city.context, input)).toMatchObject({ caseId, created: false });
  await city.settled();
};
const volunteer = async (name: string): Promise<string> => {
  const email = `${name.toLowerCase()}.${organization.code.toLowerCase()}@example.org`;
  const input = { organization: organization.code, role: "volunteer", name, email };
  return (await addPerson(city.context, input)).personId;
};
const checks = async (): Promise<{ key: string; state: string; due: string }[]> => {
  const rows = await city.db.task.findMany({ where: { caseId, step: "check" }, orderBy: { key: "asc" } });
  return rows.map(({ key, state, dueAt }) => ({ key, state, due: dueAt.toISOString().slice(0, 10) }));
};
const result = () => city.resultOf(`project-${caseId}`);
const on = (named: readonly string[]) => ({ caseId, named, actor: "administrator" as const });

const march17 = { ...aroundMarch17, again: aroundMarch17.again.slice(0, 4) };
// These are requested after the secretariat's mail of 3 March, so they are in the next day's.
const nextDay = { "2031-03-04 09:00": "secretariat E" };
/** Who is notified, how and when, for each step that nobody does; the key names the step. */
const expected: Record<string, MessagesByInstant> = {
  // Ten business days: Monday 17 March.
  needs: ordinary("secretariat", march17),
  // The day before Monday 7 April is a Sunday, so D is Friday 4 April.
  train: {
    ...nextDay,
    ...ordinary("secretariat", {
      opened: "2031-03-03 09:00",
      "-5": "2031-03-28",
      "-1": "2031-04-03",
      day: "2031-04-04",
      "+1": "2031-04-07",
      "+3": "2031-04-09",
      "+5": "2031-04-11",
      "+10": "2031-04-18",
      again: ["2031-04-25"],
    }),
  },
  // The check of the week that ends on Friday 7 March; the authority is notified on 18 April.
  check: {
    ...nextDay,
    ...ordinary("secretariat", {
      opened: "2031-03-03 09:00",
      "-1": "2031-03-06",
      day: "2031-03-07",
      "+1": "2031-03-10",
      "+3": "2031-03-12",
      "+5": "2031-03-14",
      "+10": "2031-03-21",
      again: ["2031-03-28", "2031-04-04", "2031-04-11", "2031-04-18", "2031-04-25"],
    }),
  },
  // Requested at the end of the last day, 7 March; due ten days later.
  report: {
    "2031-03-03 09:00": "secretariat E",
    ...ordinary("secretariat", { ...march17, opened: "2031-03-07 18:00" }),
  },
};

describe("a volunteer project", () => {
  test("publishes its need, lets nobody serve untrained or unprotected, is checked weekly until its moved end, and is reported", async () => {
    city = await worldBy("2031-03-04 12:00", city);
    organization = await city.organization({ type: "VOL" });
    await volunteer("Zhang");
    const late = await volunteer("Li");
    city.newMessages();
    await start({ startsOn: "2031-03-10", endsOn: "2031-03-28" });
    expect(recipientsOf(city.newMessages(organization))).toEqual(
      expect.arrayContaining(["party-organization email", "secretariat email"]),
    );
    await submit("needs", "secretariat", { address: "https://example.org/meals", needed: "3" });
    await expect(submit("recruit", "secretariat", { roster: "Zhang\nNobody" })).rejects.toThrow(
      /roster: "Nobody"; expected a volunteer of the organization/,
    );
    await submit("recruit", "secretariat", { roster: `Zhang\n${organization.email("volunteer")}` });
    const trainee = organization.person("volunteer");
    expect(await missingOf(putOnDuty(city.context, on(["Zhang", "Li"])))).toEqual([
      "Own protection is not confirmed yet (clause 二(一)3)",
      "Zhang: not trained yet (clause 三(三)2)",
      "Li: not on the project's register",
    ]);
    await submit("protection", "party-organization", { protection: "口罩、餐食密封" });
    const zhang = await city.db.person.findFirst({ where: { name: "Zhang" } });
    const row = (id: string | undefined, value: Record<string, string>) =>
      Object.fromEntries(Object.entries(value).map(([key, said]) => [`training.${id}.${key}`, said]));
    await submit("train", "secretariat", {
      ...row(zhang?.id, { trained: "yes" }),
      ...row(trainee, { reason: "请假" }),
    });
    expect(await putOnDuty(city.context, on(["Zhang"]))).toEqual({ added: 1 });
    expect(await putOnDuty(city.context, on(["Zhang"]))).toEqual({ added: 0 });
    // Volunteers who join later or missed the training are trained in a second one.
    expect(await enlist(city.context, on(["Li", trainee]))).toEqual({ added: 1, onRegister: 3 });
    expect(await missingOf(putOnDuty(city.context, on(["Li"])))).toEqual(["Li: not trained yet (clause 三(三)2)"]);
    await submit("train:2", "secretariat", { ...row(late, { trained: "yes" }), ...row(trainee, { trained: "yes" }) });
    expect(await putOnDuty(city.context, on(["Li", trainee]))).toEqual({ added: 2 });
    await city.until("2031-03-10 09:05");
    expect(await checks()).toEqual([{ key: "check:2031-W11", state: "open", due: "2031-03-14" }]);
    await submit("check:2031-W11", "secretariat", { result: "餐盒未密封一例", findings: "配送箱未消毒" });
    await city.until("2031-03-17 09:05");
    const [found] = await city.db.case.findMany({ where: { parentId: caseId } });
    expect([found?.duty, found?.subject]).toEqual(["29", "配送箱未消毒"]);
    // The end moves to Tuesday and then to Wednesday; D of that week's check moves with it.
    const move = { caseId, actor: "administrator" as const };
    await moveProject(city.context, { ...move, endsOn: "2031-03-18" });
    expect(await checks()).toContainEqual({ key: "check:2031-W12", state: "open", due: "2031-03-18" });
    await moveProject(city.context, { ...move, endsOn: "2031-03-19" });
    await submit("check:2031-W12", "secretariat", { result: "均已落实" });
    await city.until("2031-03-19 18:05");
    await awaitTask("report");
    await submit("report", "secretariat", { report: "送餐 420 份", served: "60" });
    expect(await result()).toBe("reported");
    await city.record("project-moved-and-reported", `project-${caseId}`);
    expect(await checks()).toHaveLength(2);
    const rows = await city.db.task.findMany({ where: { caseId, step: { not: "check" } } });
    expect(Object.fromEntries(rows.map(({ key, duty }) => [key, duty]))).toEqual({
      ...{ needs: "41", protection: "9", recruit: "42", train: "42", "train:2": "42", report: "41" },
    });
  });

  test("escalates while its checks are missing, sends nothing while paused, requests no more checks when it ends early, and ends with its organization", async () => {
    city = await worldBy("2031-03-20 09:00", city);
    organization = await city.organization({ type: "VOL", party: false });
    const { id } = organization;
    await start({ startsOn: "2031-03-24" });
    await submit("needs", "secretariat", { address: "https://example.org/needs", needed: "1" });
    await submit("protection", "secretariat", { protection: "口罩" });
    await submit("recruit", "secretariat", { roster: organization.email("volunteer") });
    await leave(city.context, organization.email("volunteer"), { actor: "administrator" });
    await expect(putOnDuty(city.context, on([organization.email("volunteer")]))).rejects.toThrow(
      /expected a volunteer/,
    );
    // The notices that the leaving causes have been sent.
    await city.settled();
    await pauseOrganization(city.context, organization.code, "administrator");
    city.newMessages();
    await city.until("2031-03-25 10:00");
    expect(city.newMessages({ id })).toEqual([]);
    await resumeOrganization(city.context, organization.code, "administrator");
    await city.until("2031-04-02 09:05");
    expect(recipientsOf(city.newMessages({ id }))).toEqual(
      expect.arrayContaining(["secretariat sms", "legal-representative email"]),
    );
    expect((await checks()).map(({ key, state }) => [key, state])).toEqual([
      ["check:2031-W13", "open"],
      ["check:2031-W14", "open"],
    ]);
    await endProject(city.context, { caseId, endsOn: "2031-03-28", actor: "administrator" });
    expect((await checks()).map(({ state }) => state)).toEqual(["open", "cancelled"]);
    expect((await city.task(caseId, "train")).state).toBe("cancelled");
    await closeOrganization(city.context, organization.code, { reason: "机构注销", actor: "administrator" });
    expect(await result()).toBe("cancelled");
    await city.record("project-ended-and-given-up", `project-${caseId}`);
  });

  test("of a hub belongs to row 34, with own protection first and a report at its end; a charity cannot start one", async () => {
    city = await worldBy("2031-04-02 12:00", city);
    organization = await city.organization({ type: "CHA" });
    await expect(start({ startsOn: "2031-04-03" })).rejects.toThrow(/expected a volunteer organization or a hub/);
    organization = await city.organization({ type: "HUB" });
    await start({ startsOn: "2031-04-03" });
    await submit("recruit", "secretariat", { roster: organization.email("volunteer") });
    expect(await missingOf(putOnDuty(city.context, on([organization.email("volunteer")])))).toEqual([
      "Own protection is not confirmed yet (clause 二(一)3)",
    ]);
    await submit("protection", "party-organization", { protection: "口罩" });
    expect(await putOnDuty(city.context, on([organization.email("volunteer")]))).toEqual({ added: 1 });
    await city.until("2031-04-03 10:00");
    await endProject(city.context, { caseId, actor: "administrator" });
    await city.until("2031-04-03 18:05");
    await awaitTask("report");
    expect(await city.db.task.findFirst({ where: { caseId, key: "report" } })).toMatchObject({ duty: "34" });
    await submit("report", "secretariat", { report: "心理疏导 12 人次" });
    expect(await result()).toBe("reported");
  });

  test("that is cancelled before it begins requests nothing more, and nobody serves in it", async () => {
    city = await worldBy("2031-04-28 09:00", city);
    await cancelOpenCases(city);
    organization = await city.organization({ type: "VOL" });
    await start({ startsOn: "2031-05-12", endsOn: "2031-05-30" });
    await submit("needs", "secretariat", { address: "https://example.org/meals", needed: "1" });
    await submit("recruit", "secretariat", { roster: organization.email("volunteer") });
    await awaitTask("train");
    const cancellation = { caseId, actor: "administrator" as const, reason: "场地停用" };
    expect(await cancelCase(city.context, cancellation)).toEqual({ changed: true });
    expect(await cancelCase(city.context, cancellation)).toEqual({ changed: false });
    expect(await result()).toBe("cancelled");
    await city.settled();
    const rows = await city.db.task.findMany({ where: { caseId }, select: { step: true, state: true } });
    expect(Object.fromEntries(rows.map(({ step, state }) => [step, state]))).toEqual({
      ...{ needs: "closed", recruit: "closed", protection: "cancelled", train: "cancelled" },
    });
    await expect(putOnDuty(city.context, on([organization.email("volunteer")]))).rejects.toThrow(RefusedError);
    await expect(moveProject(city.context, { caseId, actor: "administrator", endsOn: "2031-06-06" })).rejects.toThrow(
      RefusedError,
    );
    // After the notice of the cancellation, nothing is sent on the first day, during the weeks, or at the end.
    await city.until("2031-05-05 12:00");
    city.newMessages();
    await city.until("2031-06-16 12:00");
    expect(city.newMessages(organization)).toEqual([]);
    expect(await checks()).toEqual([]);
  });
});

/* In a separate city, which begins on Monday 2031-03-03 at 09:00, so that no other task is open meanwhile. Monday to Friday are working days. */
describe("a volunteer project that nobody works on", () => {
  beforeAll(async () => {
    city = await startWorld();
  });

  test("escalates from any open step to the legal representative, the board and the authority, and repeats without end", async () => {
    const found: Record<string, { id: string; caseId: string }> = {};
    const cast: Record<string, Organization> = {};
    const begin = async (name: string, days: { startsOn: string; endsOn?: string }): Promise<void> => {
      organization = await city.organization({ type: "VOL", party: false });
      await start(days);
      found[name] = { id: organization.id, caseId };
      cast[name] = organization;
    };
    const waive = async (key: string): Promise<void> => {
      const { id: taskId } = await city.task(caseId, key);
      await city.act({ taskId, verb: "waive", actor: "administrator", reason: "别的故事" });
    };
    const prepared = async (): Promise<void> => {
      await submit("needs", "secretariat", { address: "https://example.org/needs", needed: "1" });
      await submit("protection", "secretariat", { protection: "口罩" });
    };
    await begin("needs", { startsOn: "2031-06-02" });
    await waive("protection");
    await waive("recruit");
    await begin("train", { startsOn: "2031-04-07", endsOn: "2031-04-07" });
    await prepared();
    await submit("recruit", "secretariat", { roster: organization.email("volunteer") });
    // The weekly check, which would open for its one day, is paused.
    await setDuty(city.context, { organization: organization.code, duty: "43", paused: true, actor: "administrator" });
    await begin("check", { startsOn: "2031-03-03", endsOn: "2031-03-07" });
    await prepared();
    await waive("recruit");
    await begin("report", { startsOn: "2031-03-03", endsOn: "2031-03-07" });
    await prepared();
    await waive("recruit");
    await awaitTask("check:2031-W10");
    await submit("check:2031-W10", "secretariat", { result: "均已落实" });
    const ran = await rungByRung(city, found, expected);
    // A task is waived within the minute of its request; whether a mail about it was already sent, and gets a copy, depends on milliseconds.
    const opening = "2031-03-03 09:00";
    for (const rungs of Object.values(ran)) Object.assign(rungs, { [opening]: rungs[opening]?.replace(" copy", "") });
    const { check, ...others } = ran;
    // Requested with the other tasks of 3 March, it is in that day's mail or in the next day's.
    expect({ ...others, check: { ...nextDay, ...check } }).toEqual(expected);
    // Meanwhile nobody may serve untrained; a late check is still accepted, and the report is requested after it.
    const named = [cast.train?.email("volunteer") ?? ""];
    const early = missingOf(
      putOnDuty(city.context, { caseId: found.train?.caseId ?? "", named, actor: "administrator" }),
    );
    expect(await early).toEqual([expect.stringMatching(/^volunteer .*: not trained yet/)]);
    ({ caseId } = found.check as { caseId: string });
    organization = cast.check as Organization;
    await expect(city.task(caseId, "report")).rejects.toThrow(/has no task report/);
    await submit("check:2031-W10", "secretariat", { result: "补查，均已落实" });
    await awaitTask("report");
    // Its D, 17 March, was weeks ago, so the authority is notified together with the secretariat.
    expect(recipientsOf(city.newMessages(organization))).toEqual(["authority email", "secretariat email"]);
  });
});
