import { beforeAll, describe, expect, it } from "vitest";
import { rosterColumns } from "../../../domain/roster/roster.ts";
import { lockKey } from "../../../records/api/answers.ts";
import { commandLine } from "../../cli/typed.ts";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk } from "../portal.ts";
import { programAt } from "./program.ts";

let desk: Desk;
let program: ReturnType<typeof programAt>;
let organization: Organization;
/** Tokens of the organization's own system, which acts as its secretariat; of its legal representative; of its authority. */
let own: string;
let head: string;
let authority: string;
beforeAll(async () => {
  desk = await openDesk();
  program = programAt(desk);
  organization = await desk.organization({ type: "CHA" });
  const { code } = organization;
  own = await program.token(
    { name: "财务系统", organization: code, as: organization.person("secretariat") },
    "organization",
  );
  head = await program.token({ organization: code, as: organization.person("legal-representative") }, "organization");
  authority = await program.token({ authority: organization.email("authority") }, "authority");
});

const post = (path: string, token: string, body: unknown = {}, headers: Record<string, string> = {}) =>
  program.post(path, token, body, headers);
const refused = (status: number, reason: string) => ({ status, body: { error: { reason } } });

describe("a program of an organization", () => {
  it("finds what is requested, submits it with its evidence, and is recorded by name", async () => {
    const { caseId, taskId } = await desk.finding(organization, "消防通道堵塞");
    const detail = (await program.request(`/api/v1/tasks/${taskId}`, { token: own })).body;
    expect(detail).toMatchObject({ case: caseId, state: "open", may: expect.arrayContaining(["submit", "report"]) });
    const form = new FormData();
    for (const { name, type, keys } of detail.form as { name: string; type: string; keys: string[] }[]) {
      if (type === "file") form.append(name, new File([png], "通道.png", { type: "image/png" }));
      else if (type === "text") for (const key of keys) form.append(key, "已经清理");
      else if (type === "date") form.append(name, "2026-11-23");
    }
    expect(
      (await program.request(`/api/v1/tasks/${taskId}/acknowledge`, { method: "POST", token: own, body: {} })).body,
    ).toMatchObject({ state: "acknowledged", changed: true });
    const { status, body } = await program.request(`/api/v1/tasks/${taskId}/submit`, {
      method: "POST",
      token: own,
      body: form,
    });
    expect([status, body]).toMatchObject([200, { verb: "submit", changed: true }]);
    const { duban } = commandLine(desk.db, desk.now);
    const story = (await duban("case", "show", caseId, "--json")).data as {
      evidence: { name: string }[];
      events: { verb: string; who: string; token?: string }[];
      chain: { whole: boolean };
    };
    const submitted = story.events.find(({ verb }) => verb === "submit");
    expect(submitted?.who).toMatch(/\(by the program “财务系统”\)$/);
    expect(story.evidence.map(({ name }) => name)).toContain("通道.png");
    expect(story.chain.whole).toBe(true);
    const page = await desk.get(`/board/case/${caseId}`, { cookie: await desk.session(null) });
    expect(page.text).toContain("（由程序“财务系统”）");
  });

  it("can do no more than the person as whom it acts, who cannot decide on their own work or on tasks of others", async () => {
    const { taskId } = await desk.begun(organization, "66");
    const path = `/api/v1/tasks/${taskId}`;
    expect(await post(`${path}/accept`, own)).toMatchObject(refused(403, "wrong-relationship"));
    expect(await post(`${path}/waive`, own, { reason: "不适用" })).toMatchObject(refused(403, "wrong-relationship"));
    expect(await post(`${path}/ask-extension`, own, { until: "2027-01-29", reason: "人手不足" })).toMatchObject({
      status: 200,
    });
    expect(await post(`${path}/grant-extension`, own)).toMatchObject(refused(403, "wrong-relationship"));
    expect(await post(`${path}/report`, own, { status: "at-risk", reason: "等设备" })).toMatchObject({
      body: { report: "at-risk" },
    });
    expect(await post(`${path}/reassign`, head, { to: organization.email("deputy") })).toMatchObject({
      body: { personId: organization.person("deputy") },
    });
    expect(await post(`${path}/submit`, own, { values: {} })).toMatchObject({ status: 403 });
    const start = { organization: organization.code, duty: "29", about: "电线裸露" };
    expect(await post("/api/v1/cases", own, start)).toMatchObject(refused(403, "not-over-organization"));
    expect(await post("/api/v1/cases", head, start)).toMatchObject({
      status: 200,
      body: { created: true, duty: "29" },
    });
    expect(await post("/api/v1/circulars", own, {})).toMatchObject(refused(403, "scope-missing"));
  });

  it("loses access when the person as whom it acts loses their role", async () => {
    const other = await desk.organization({ type: "SVC" });
    const token = await program.token({ organization: other.code, as: other.person("deputy") }, "organization");
    expect((await program.request("/api/v1/tasks", { token })).status).toBe(200);
    const { duban } = commandLine(desk.db, desk.now);
    expect((await duban("person", "leave", other.email("deputy"), "--org", other.code)).code).toBe(0);
    expect((await program.request("/api/v1/tasks", { token })).status).toBe(401);
  });

  it("reports a hazard with a photo, and can record only its own absence", async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({
      organization: organization.code,
      what: "楼梯积水",
      severity: "minor",
    }))
      form.append(name, value);
    form.append("photo", new File([png], "楼梯.png", { type: "image/png" }));
    const { status, body } = await program.request("/api/v1/hazards", { method: "POST", token: own, body: form });
    expect([status, body]).toMatchObject([200, { created: true, organization: organization.code }]);
    const days = { from: "2026-12-01", until: "2026-12-03", delegate: organization.email("deputy") };
    expect(await post("/api/v1/absences", own, { ...days, person: organization.person("head") })).toMatchObject(
      refused(403, "own-absence-alone"),
    );
    expect(await post("/api/v1/absences", own, days)).toMatchObject({ body: { entries: [{ created: true }] } });
    expect(await post("/api/v1/absences", own, days)).toMatchObject({ body: { entries: [{ created: false }] } });
    expect(await post("/api/v1/absences/end", own)).toMatchObject({ status: 200 });
  });
});

describe("a program of an authority", () => {
  it("issues a circular only to its own organizations, reads its progress, and withdraws it", async () => {
    const other = await desk.organization({ type: "CHA" });
    const untold = { event: "policy-issued", source: "local", title: "关于冬季消防的通知", key: "2026-17" };
    expect(await post("/api/v1/circulars", authority, untold)).toMatchObject(refused(400, "text-or-document"));
    const circular = { ...untold, text: "逐层检查。" };
    const beyond = { ...circular, organizations: [other.code] };
    expect(await post("/api/v1/circulars", authority, beyond)).toMatchObject({ status: 400 });
    const issued = (await post("/api/v1/circulars", authority, circular)).body;
    expect(issued).toMatchObject({ created: true, organizations: 1 });
    expect((await post("/api/v1/circulars", authority, circular)).body).toEqual({ ...issued, created: false });
    const path = `/api/v1/circulars/${issued.circular}`;
    expect((await program.request(`${path}/coverage`, { token: authority })).body).toMatchObject({ organizations: 1 });
    const stranger = await program.token({ authority: other.email("authority") }, "authority");
    expect((await program.request(`${path}/coverage`, { token: stranger })).status).toBe(404);
    expect((await post(`${path}/withdraw`, stranger, { reason: "有误" })).status).toBe(404);
    expect((await post(`${path}/withdraw`, authority, { reason: "有误" })).body).toMatchObject({ changed: true });
  });

  it("previews a level without setting it, and sets none outside its own organizations", async () => {
    const level = { hazard: "flood", level: "watch", because: "台风" };
    const all = await program.token({});
    expect((await post("/api/v1/levels", all, { ...level, preview: true })).body).toMatchObject({ changed: false });
    expect((await program.request("/api/v1/levels", { token: all })).text).not.toContain("flood");
    expect(await post("/api/v1/levels", authority, level)).toMatchObject(refused(403, "level-beyond"));
  });
});

describe("a program of the whole installation", () => {
  it("imports organizations, changes them, and adds and removes people", async () => {
    const all = await program.token({});
    const given = {
      code: "NEW-1",
      name: "新机构",
      types: "CHA",
      registration: "foundation",
      party: "no",
      qualified: "no",
      secretariat: "李四 <li@example.org>",
    };
    const row = { ...Object.fromEntries(rosterColumns.map((column) => [column, ""])), ...given };
    const preview = await post("/api/v1/organizations/import", all, { rows: [row], preview: true });
    expect(preview).toMatchObject({ status: 200, body: { created: 1, preview: true } });
    expect((await program.request("/api/v1/tasks?organization=NEW-1", { token: all })).status).toBe(404);
    expect((await post("/api/v1/organizations/import", all, { rows: [row] })).body).toMatchObject({ created: 1 });
    const changed = await program.request("/api/v1/organizations/NEW-1", {
      method: "PATCH",
      token: all,
      body: { district: "天河区" },
    });
    expect(changed.body).toMatchObject({ code: "NEW-1", changes: [{ field: "district" }] });
    const person = { organization: "NEW-1", role: "head", name: "王五", email: "wang@example.org" };
    const { personId } = (await post("/api/v1/people", all, person)).body;
    expect((await post("/api/v1/people/wang@example.org/leave", all)).body).toMatchObject({
      personId,
      organizations: 1,
    });
    expect((await post("/api/v1/organizations/import", all, { rows: [{ code: "X" }] })).body).toMatchObject({
      error: { code: "BAD_INPUT", problems: expect.any(Array) },
    });
  });
});

describe("an idempotency key", () => {
  const key = (value: string) => ({ "idempotency-key": value });

  it("returns the same response to the same request, and is refused for another request", async () => {
    const start = { organization: organization.code, duty: "29", about: "灭火器过期" };
    const first = await post("/api/v1/cases", head, start, key("k-1"));
    const again = await post("/api/v1/cases", head, start, key('"k-1"'));
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect([first, again].map(({ headers }) => headers.get("idempotency-replayed"))).toEqual([null, "true"]);
    expect(await post("/api/v1/cases", head, { ...start, about: "另一件" }, key("k-1"))).toMatchObject(
      refused(422, "key-reused"),
    );
    expect(await post("/api/v1/events", head, start, key("k-1"))).toMatchObject({ status: 400 });
    const all = await program.token({});
    expect((await post("/api/v1/cases", all, start, key("k-1"))).body).toMatchObject({ created: true });
    desk.pass(24);
    const later = await post("/api/v1/cases", head, start, key("k-1"));
    expect(later.body.case).not.toBe(first.body.case);
    expect(await post("/api/v1/cases", head, start, key("two words"))).toMatchObject(refused(400, "key-unusable"));
  });

  it("also repeats a refusal, of which nothing is stored", async () => {
    const { taskId } = await desk.begun(organization, "66");
    const path = `/api/v1/tasks/${taskId}/accept`;
    const first = await post(path, head, {}, key("k-2"));
    expect(first).toMatchObject({ status: 403 });
    expect((await post(path, head, {}, key("k-2"))).headers.get("idempotency-replayed")).toBe("true");
  });

  it("is locked while its request is processed: a concurrent request is refused with this reason, and a crash unlocks it", async () => {
    const { id } = await desk.db.apiToken.findFirstOrThrow({
      where: { personId: organization.person("legal-representative") },
    });
    const start = { organization: organization.code, duty: "29", about: "电梯停运" };
    await expect(
      desk.db.$transaction(async (tx) => {
        expect(await lockKey(tx, id, "k-3")).toBe(true);
        expect(await post("/api/v1/cases", head, start, key("k-3"))).toMatchObject(refused(409, "key-in-flight"));
        throw new Error("the program was killed");
      }),
    ).rejects.toThrow("killed");
    expect(await post("/api/v1/cases", head, start, key("k-3"))).toMatchObject({
      status: 200,
      body: { created: true },
    });
  });
});

/** An image of one pixel. */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
