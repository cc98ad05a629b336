import { beforeAll, describe, expect, it } from "vitest";
import { addPerson } from "../../client/registry/people.ts";
import { act } from "../../client/tasks/act.ts";
import type { Organization } from "../support/organization.ts";
import { type Desk, openDesk } from "./portal.ts";

let desk: Desk;
let organization: Organization;
let wu: string;
/** Tasks of the readers by person; the covering task is under `cover`. */
const tasks = new Map<string, string>();

const submit = (taskId: string, personId: string, values: Record<string, string>, files: string[] = []) =>
  act(desk.context, {
    taskId,
    verb: "submit",
    actor: { personId },
    submission: {
      values,
      files: files.map((name) => ({ name, mime: "application/pdf", bytes: new TextEncoder().encode(`%PDF ${name}`) })),
    },
  });

beforeAll(async () => {
  desk = await openDesk();
  organization = await desk.organization({ language: "en" });
  const person = { organization: organization.code, role: "staff", name: "Wu", email: "wu@example.org" };
  wu = (await addPerson(desk.context, person)).personId;
  const { taskId } = await desk.begun(organization, "16");
  const plan = { freshness: "renewed", version: "夜间由保安值守" };
  await submit(taskId, organization.person("secretariat"), plan, ["plan.pdf"]);
  const actor = { personId: organization.person("legal-representative") };
  await act(desk.context, { taskId, verb: "accept", actor });
  for (const task of await desk.db.task.findMany({ where: { organizationId: organization.id, duty: "19" } }))
    tasks.set(task.personId ?? "cover", task.id);
});

const page = async (personId: string, of = personId): Promise<string> =>
  `/t/${await desk.code(personId, tasks.get(of) ?? "")}`;
const fileOn = (text: string): string => /href="([^"]+\/file\/[^"]+)"/.exec(text)?.[1] ?? "";

describe("the page of a task to read a version", () => {
  it("shows its text, author and approver, and lets its files be downloaded", async () => {
    const shown = await desk.get(await page(wu));
    expect(shown.text).toContain("夜间由保安值守");
    expect(shown.text).toMatch(/Version 1, .*written by secretariat \d+, approved by legal-representative \d+/s);
    const file = await desk.get(fileOn(shown.text));
    expect([file.status, file.text]).toEqual([200, "%PDF plan.pdf"]);
    // Nobody else can do this task.
    expect(shown.text).not.toContain('value="delegate"');
    const sent = await desk.send(await page(wu), "submit", { "ask-confirmation": "read" });
    expect(sent.status).toBe(303);
    expect(await desk.state(tasks.get(wu) ?? "")).toBe("closed");
  });

  it("names the missing readers to the person responsible, and shows a reader nothing of others", async () => {
    const cover = await desk.get(await page(organization.person("secretariat"), "cover"));
    expect(cover.text).toMatch(/1 of 2 did it; waited for: staff \d+/);
    expect(cover.text).toContain("read by 1 of 2");
    const other = await desk.get(await page(organization.person("staff")));
    expect(other.text).not.toContain("waited for");
    expect(other.text).not.toContain("Wu");
    const early = await desk.send(await page(organization.person("secretariat"), "cover"), "submit", {});
    expect([early.status, early.text]).toEqual([409, expect.stringMatching(/staff \d+: not done yet/)]);
  });

  it("gives its files only to people whose task requires reading it", async () => {
    const shown = await desk.get(await page(wu));
    const id = fileOn(shown.text).split("/file/")[1] ?? "";
    const { taskId } = await desk.begun(organization, "68");
    const elsewhere = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
    expect((await desk.get(`${elsewhere}/file/${id}`)).status).toBe(404);
    const stranger = await desk.organization();
    const code = await desk.code(stranger.person("staff"), tasks.get(wu) ?? "");
    expect((await desk.get(`/t/${code}/file/${id}`)).status).toBe(404);
  });
});

describe("the page of a spot check", () => {
  it("shows who was drawn, and the seed", async () => {
    const { taskId, caseId } = await desk.begun(organization, "68");
    const shown = await desk.get(`/t/${await desk.code(organization.person("secretariat"), taskId)}`);
    expect(shown.text).toContain(`2 of 2 were drawn by the seed ${caseId}`);
    expect(shown.text).toContain("Keeps to the measures");
  });
});
