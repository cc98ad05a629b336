import { beforeAll, describe, expect } from "vitest";
import { issueCircular } from "../../client/cases/circulars.ts";
import { moveGathering, planGathering } from "../../client/kinds/gathering.ts";
import { raiseOpinion } from "../../client/kinds/opinion.ts";
import { setDuty } from "../../client/registry/settings.ts";
import { chapters } from "../support/chapters.ts";
import { tasksOfDuty } from "../support/duty-tasks.ts";
import type { Organization } from "../support/organization.ts";
import { startWorld, type World } from "../support/world.ts";

let city: World;
let service: Organization;
let other: Organization;

beforeAll(async () => {
  city = await startWorld();
  service = await city.organization({ type: "HUB" });
  other = await city.organization({ type: "HUB" });
});

const within = (duty: string, terms: Record<string, string | null>, organization?: Organization) =>
  setDuty(city.context, {
    duty,
    terms,
    actor: "administrator",
    ...(organization && { organization: organization.code }),
  });
const due = async (caseId: string, key: string): Promise<string> =>
  (await city.task(caseId, key)).dueAt.toISOString().slice(0, 16);
const submit = async (caseId: string, key: string, personId: string, values: Record<string, string>) =>
  city.act({
    taskId: (await city.task(caseId, key)).id,
    verb: "submit",
    actor: { personId },
    submission: { values, files: [] },
  });
const raise = async ({ code }: Organization): Promise<string> => {
  const requester = { name: "王五" };
  const raised = { organization: code, kind: "difficulty" as const, words: "家中老人无人照料", requester };
  const { caseId } = await raiseOpinion(city.context, { ...raised, actor: "administrator" });
  await city.settled();
  return caseId;
};

const chapter = chapters();

describe("terms set by an administrator", () => {
  chapter(
    "apply to a difficulty that is accepted and resolved: for one organization, for all, and back to the default",
    async () => {
      await within("12", { "take-up": "3bd" });
      await within("12", { "take-up": "1d", resolve: "2bd" }, service);
      const sooner = await raise(service);
      expect(await due(sooner, "take-up")).toBe("2031-03-04T10:00");
      expect(await due(await raise(other), "take-up")).toBe("2031-03-06T10:00");
      await submit(sooner, "take-up", service.person("party-organization"), { decision: "yes" });
      await city.awaitTask(sooner, "resolve");
      expect(await due(sooner, "resolve")).toBe("2031-03-05T10:00");
      await within("12", { "take-up": null, resolve: null }, service);
      await within("12", { "take-up": null });
      expect(await due(await raise(service), "take-up")).toBe("2031-03-10T10:00");
      // A task that was requested before the change keeps its D.
      expect(await due(sooner, "take-up")).toBe("2031-03-04T10:00");
    },
  );

  chapter("count from the end of the tasks for which a task waits", async () => {
    await within("14", { "table-date": "2bd" });
    const policy = { event: "policy-issued" as const, source: "local" as const, title: "关于加强值守的通知" };
    const { id } = await issueCircular(city.context, {
      ...policy,
      text: "请加强值守。",
      organizations: [other.code],
      actor: "administrator",
    });
    await city.until("2031-03-03 12:00");
    const { id: caseId } = await city.db.case.findFirstOrThrow({ where: { circularId: id, duty: "13" } });
    await city.until("2031-03-05 09:00");
    await submit(caseId, "report", other.person("secretariat"), { "reported-to": "会长" });
    const { id: taskId } = await city.task(caseId, "report");
    await city.act({ taskId, verb: "accept", actor: { personId: other.person("head") } });
    expect(await due(caseId, "table-date")).toBe("2031-03-07T10:00");
    expect(await due(caseId, "study")).not.toBe("2031-03-07T10:00");
  });

  chapter("count the set number of days from another day, and move with it", async () => {
    await within("35", { report: "20d", charter: "7d" });
    const plan = { title: "座谈会", date: "2031-03-20", place: "会议室", actor: "administrator" as const };
    const { caseId } = await planGathering(city.context, { ...plan, organizationId: service.id, key: "talk" });
    expect(await due(caseId, "charter")).toBe("2031-03-13T10:00");
    await moveGathering(city.context, { caseId, date: "2031-03-27", actor: "administrator" });
    expect(await due(caseId, "charter")).toBe("2031-03-20T10:00");
    // The other step keeps the term of the catalogue: the day before.
    expect(await due(caseId, "approve")).toBe("2031-03-26T10:00");
  });

  chapter("count from the opening of a weekly task, instead of the end of the week", async () => {
    await within("22a", { premises: "1d" });
    await city.plan();
    for (const [duty, due] of [
      ["22a", "2031-03-06T10:00"],
      ["22b", "2031-03-07T10:00"],
    ] as const) {
      const week = (await tasksOfDuty(city, duty, other)).find(({ started }) => started === "2031-W10");
      expect(week?.dueAt).toEqual(new Date(`${due}:00Z`));
    }
  });
});
