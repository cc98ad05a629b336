import { beforeAll, describe, expect, it } from "vitest";
import { act } from "../../client/tasks/act.ts";
import { RefusedError } from "../../domain/errors.ts";
import type { Verb } from "../../domain/tasks/task-states.ts";
import { type Role, roles } from "../../domain/terms.ts";
import { newId } from "../../records/rows.ts";
import { commandLine } from "../cli/typed.ts";
import type { Organization } from "../support/organization.ts";
import { type Desk, openDesk, origin } from "./portal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

const decisions: readonly Verb[] = [
  "accept",
  "return",
  "waive",
  "grant-extension",
  "refuse-extension",
  "reassign",
  "press",
];
/** Arguments of each act on the command line. */
const typed: Readonly<Record<string, readonly string[]>> = {
  accept: ["accept"],
  return: ["return", "--reason", "x"],
  waive: ["waive", "--reason", "x"],
  press: ["press", "--say", "x"],
  "refuse-extension": ["extend", "--refuse", "--reason", "x"],
};

const giveRole = async (organization: Organization, personId: string, role: Role): Promise<void> => {
  await desk.db.$executeRaw`insert into holding (id, organization_id, person_id, role, from_at)
    values (${newId()}, ${organization.id}, ${personId}, ${role}, ${new Date(0)}) on conflict do nothing`;
};
const state = (taskId: string) =>
  desk.db.task.findFirstOrThrow({
    where: { id: taskId },
    select: { state: true, dueAt: true, personId: true, verifier: true, dueRevision: true },
  });

/** A finding whose doer has a second role, and their submission. */
async function findingWith(second: Role, submitted: boolean) {
  const organization = await desk.organization({ language: "zh-CN" });
  const doer = organization.person("secretariat");
  await giveRole(organization, doer, second);
  const { taskId } = await desk.finding(organization, "灯坏了");
  await act(desk.context, {
    taskId,
    verb: "ask-extension",
    actor: { personId: doer },
    until: new Date(desk.now().getTime() + 10 * 86_400_000),
    reason: "x",
  });
  if (submitted)
    await act(desk.context, {
      taskId,
      verb: "submit",
      actor: { personId: doer },
      submission: { values: { note: "已修好" }, files: [] },
    });
  return { organization, doer, taskId };
}

describe.each([false, true])("the doer of a submitted task: %s", (submitted) => {
  it.each(roles.filter((role) => role !== "secretariat"))(
    "cannot decide on it as %s, by act, page, command line or board",
    async (second) => {
      const { organization, doer, taskId } = await findingWith(second, submitted);
      const before = await state(taskId);
      const page = `/t/${await desk.code(doer, taskId)}`;
      const shown = (await desk.get(page)).text;
      const token = /name="token" value="([^"]+)"/.exec(shown)?.[1] ?? "";
      const cookie = await desk.session(doer);
      const board = await desk.get(`/board/task/${taskId}`, { cookie });
      const boardToken = /name="token" value="([^"]+)"/.exec(board.text)?.[1] ?? "";
      const { duban } = commandLine(desk.db, desk.now);
      for (const verb of decisions) {
        const to = organization.person("staff");
        const until = new Date(desk.now().getTime() + 11 * 86_400_000);
        const input = { taskId, verb, actor: { personId: doer }, reason: "x", until, to };
        await expect(act(desk.context, input), verb).rejects.toBeInstanceOf(RefusedError);
        expect(shown, verb).not.toContain(`name="verb" value="${verb}"`);
        for (const [path, form, headers] of [
          [page, token, {}],
          [`/board/task/${taskId}`, boardToken, { cookie }],
        ] as const) {
          if (form === "") continue;
          const body = new URLSearchParams({ verb, token: form, reason: "x", until: "2026-12-04", to });
          const answer = await desk.app.request(origin + path, { method: "POST", body, headers });
          expect(answer.status, `${verb} at ${path}`).not.toBe(303);
        }
        const words = typed[verb];
        if (words) {
          const [name = "", ...more] = words;
          expect((await duban("task", name, taskId, "--as", doer, ...more)).code, verb).not.toBe(0);
        }
      }
      expect(await state(taskId)).toEqual(before);
    },
  );
});

describe("a reader of the board", () => {
  it("cannot decide on their own inspection, or extend it", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.begun(organization, "28");
    const inspector = organization.person("supervisory-board");
    const { text } = await desk.get(`/board/task/${taskId}`, { cookie: await desk.session(inspector) });
    expect(text).toContain('name="verb" value="submit"');
    for (const verb of decisions) expect(text, verb).not.toContain(`name="verb" value="${verb}"`);
  });
});

describe("a reassigned task", () => {
  it("can go only to people of the organization, and not to its verifier", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.finding(organization, "灯坏了");
    for (const [role, verb] of [
      ["secretariat", "delegate"],
      ["legal-representative", "reassign"],
    ] as const) {
      const page = `/t/${await desk.code(organization.person(role), taskId)}`;
      const { text } = await desk.get(page);
      const form = text.slice(text.indexOf(`value="${verb}"`));
      const offered = [...form.slice(0, form.indexOf("</form>")).matchAll(/<option value="(\w+)"/g)].map(
        ([, id]) => id,
      );
      for (const outside of ["authority", "registrar", "regulator", "supervisory-board"] as const) {
        expect(offered, outside).not.toContain(organization.person(outside));
        const sent = await desk.send(page, verb, { to: organization.person(outside) });
        expect(sent.status, `${verb} to ${outside}`).toBe(422);
      }
      expect(offered).toContain(organization.person("staff"));
    }
    const board = `/t/${await desk.code(organization.person("supervisory-board"), taskId)}`;
    expect((await desk.send(board, "take-on")).status).toBe(303);
  });
});

describe("an extension", () => {
  it("must end after today and after the old day, in the form and in the request, however late the task is", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.finding(organization, "灯坏了");
    desk.pass(24 * 10);
    const page = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
    const { text } = await desk.get(page);
    // It is 3 December; the task was due on 30 November.
    expect(text).toMatch(/id="ask-extension-until"[^>]*min="2026-12-04"/);
    for (const until of ["2026-12-01", "2026-12-02"]) {
      const refused = await desk.send(page, "ask-extension", { until, reason: "x" });
      expect([refused.status, refused.text]).toEqual([409, expect.stringContaining("新的日期应晚于")]);
    }
    expect((await desk.send(page, "ask-extension", { until: "2026-12-09", reason: "等配件" })).status).toBe(303);
    const board = `/t/${await desk.code(organization.person("supervisory-board"), taskId)}`;
    expect((await desk.get(board)).text).toMatch(/value="2026-12-09"/);
    const { dueAt } = await state(taskId);
    expect((await desk.send(board, "grant-extension", { until: "2099-12-31" })).text).toContain("最多延至");
    expect((await state(taskId)).dueAt).toEqual(dueAt);
    expect((await desk.send(board, "grant-extension", { until: "2026-12-09" })).status).toBe(303);
    expect((await state(taskId)).dueAt.toISOString()).toBe("2026-12-09T10:00:00.000Z");
  });

  it("is not possible for a statutory deadline", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.begun(organization, "S3");
    const legal = `/t/${await desk.code(organization.person("legal-representative"), taskId)}`;
    const { text } = await desk.get(legal);
    for (const verb of ["grant-extension", "waive"]) expect(text).not.toContain(`value="${verb}"`);
    const registrar = `/t/${await desk.code(organization.person("registrar"), taskId)}`;
    expect((await desk.send(registrar, "waive", { reason: "已注销" })).status).toBe(303);
    expect(await desk.state(taskId)).toBe("waived");
  });
});

describe("an organization of one person", () => {
  it("shows self-declared tasks as such in their history, on their page and in every count", async () => {
    const vacant = roles.filter((role) => !["secretariat", "authority", "registrar"].includes(role));
    const organization = await desk.organization({ language: "zh-CN", vacant });
    const one = organization.person("secretariat");
    await giveRole(organization, one, "legal-representative");
    await giveRole(organization, one, "head");
    const { taskId } = await desk.begun(organization, "6");
    const page = `/t/${await desk.code(one, taskId)}`;
    const { text } = await desk.get(page);
    const names = [...text.matchAll(/<textarea name="(ask-[^"]+)"/g)].map(([, name = ""]) => [name, "已研究"]);
    expect((await desk.send(page, "submit", Object.fromEntries(names))).status).toBe(303);
    expect(await desk.state(taskId)).toBe("closed");
    const shown = (await desk.get(page)).text;
    expect(shown).toContain("自行申报，未经核验");
    expect(shown).toContain("自行申报办结（无人可核验）");
    const { duban } = commandLine(desk.db, desk.now);
    expect((await duban("status", "--json")).data).toMatchObject({ selfDeclared: 1 });
    const { caseId } = await desk.db.task.findFirstOrThrow({ where: { id: taskId } });
    expect((await duban("case", "show", caseId)).out).toContain("nobody else to verify it");
  });
});
