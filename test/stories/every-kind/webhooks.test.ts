import { beforeAll, describe, expect } from "vitest";
import { createToken } from "../../../client/api/tokens.ts";
import { dubanClient } from "../../../examples/api-client/client.ts";
import { createPortal } from "../../../web/index.ts";
import { commandLine } from "../../cli/typed.ts";
import { chapters } from "../../support/chapters.ts";
import { type Received, startListener } from "../../support/listener.ts";
import type { Organization } from "../../support/organization.ts";
import { eventually } from "../../support/timeouts.ts";
import { startWorld, type World } from "../../support/world.ts";

let world: World;
let organization: Organization;
let other: Organization;
let listener: Awaited<ReturnType<typeof startListener>>;
let duban: ReturnType<typeof commandLine>["duban"];
let id: string;
beforeAll(async () => {
  world = await startWorld();
  world.replaceDeps({ webhooks: { allowPrivate: true } });
  organization = await world.organization({ type: "CHA" });
  other = await world.organization({ type: "CHA" });
  listener = await startListener();
  ({ duban } = commandLine(world.db, world.now));
  const owner = organization.email("head");
  const added = await duban("webhook", "add", listener.url, "--org", organization.code, "--owner", owner, "--json");
  ({ id, secret: listener.state.secret } = added.data as { id: string; secret: string });
});

const finding = (whose: Organization, subject: string) =>
  world.start({ duty: "29", organizationId: whose.id, subject, facts: { severity: "major" }, actor: "administrator" });
const types = (): string[] => listener.received.map(({ type }) => type);
/** Waits until a number of events have arrived. */
async function receive(count: number): Promise<Received[]> {
  await eventually(async () => {
    await world.settled();
    return listener.received.length >= count;
  });
  return listener.received;
}
const attempts = async () =>
  ((await duban("webhook", "show", id, "--json")).data as { attempts: { status: number | null }[] }).attempts;

const chapter = chapters();

describe("an organization's own system", () => {
  chapter("reads what is due, submits it through the client, and receives the events", async () => {
    const { code } = organization;
    const scopes = ["tasks:read", "tasks:write"];
    const as = organization.email("secretariat");
    const made = await createToken(world.context, {
      name: "自有系统",
      organization: code,
      as,
      scopes,
      actor: "administrator",
    });
    const baseUrl = "http://127.0.0.1:8080";
    const portal = createPortal({
      ...{ context: world.context, secretKey: "a secret of thirty-two characters", publicUrl: baseUrl },
      health: async () => ({}),
      log: () => undefined,
    });
    // The first response is lost: the repeated request gets the same response, and the act is done once.
    let lost = 0;
    const client = dubanClient({
      ...{ baseUrl, token: made.token },
      async fetch(request) {
        const answer = await portal.request(request);
        if (request.method === "GET" || lost++ > 0) return answer;
        return new Response(null, { status: 502, headers: { "retry-after": "0" } });
      },
    });
    const caseId = await world.start({
      duty: "66",
      organizationId: organization.id,
      subject: "",
      actor: "administrator",
    });
    const { data: due } = await client.GET("/api/v1/tasks", { params: { query: { duty: "66" } } });
    const task = due?.entries.find((one) => one.case === caseId)?.task ?? "";
    const params = { path: { task } };
    const { data: detail } = await client.GET("/api/v1/tasks/{task}", { params });
    const required = detail?.form.filter(({ required, type }) => required && type === "text") ?? [];
    const values = Object.fromEntries(required.map(({ name }) => [name, "已在大厅张贴"]));
    const { data: done, response } = await client.POST("/api/v1/tasks/{task}/submit", { params, body: { values } });
    expect([done?.changed, response.headers.get("idempotency-replayed"), lost]).toEqual([true, "true", 2]);
    const events = await receive(2);
    expect(events.filter(({ data }) => data.task === task).map(({ type }) => type)).toContain("task.opened");
    const { error } = await client.POST("/api/v1/tasks/{task}/accept", { params, body: {} });
    expect(error?.error.code).toBe("REFUSED");
  });
});

describe("a webhook of an organization", () => {
  chapter(
    "receives signed events when its task opens and is settled, with ids and states and without text that people wrote",
    async () => {
      const before = listener.received.length;
      const caseId = await finding(organization, "消防通道堵塞");
      await finding(other, "别家的隐患");
      const opened = (await receive(before + 1))[before];
      expect(opened).toMatchObject({
        type: "task.opened",
        data: { organization: organization.code, case: caseId, duty: "29" },
      });
      const task = String(opened?.data.task);
      await world.act({ taskId: task, verb: "waive", reason: "王五说不必了", actor: "administrator" });
      await receive(before + 2);
      expect(types().slice(before, before + 2)).toEqual(["task.opened", "task.settled"]);
      expect(listener.received[before + 1]?.data).toMatchObject({ task, state: "waived" });
      await world.settled();
      const all = listener.received.map(({ text }) => text).join("\n");
      for (const word of ["消防", "别家", other.code, "王五", "@example.org"]) expect(all).not.toContain(word);
      expect(listener.state.refused).toBe(0);
    },
  );

  chapter("receives an event when a task is late, at its first rung after the due instant", async () => {
    const caseId = await finding(organization, "电线裸露");
    const before = listener.received.length;
    await world.until("2031-03-24 10:00");
    await eventually(async () => listener.received.slice(before).some(({ type }) => type === "task.late"));
    expect(listener.received.find(({ type }) => type === "task.late")?.data).toMatchObject({ case: caseId });
  });

  chapter(
    "is tried again at growing intervals while it fails, and receives each event once when it recovers",
    async () => {
      listener.state.status = 503;
      const before = listener.received.length;
      const failed = (await attempts()).length;
      await finding(organization, "灭火器过期");
      await eventually(async () => (await attempts()).length > failed);
      await world.until("2031-03-24 10:01");
      expect((await attempts()).slice(0, 2).map(({ status }) => status)).toEqual([503, 503]);
      expect(listener.received).toHaveLength(before);
      listener.state.status = 204;
      await world.until("2031-03-24 10:07");
      expect((await receive(before + 1)).slice(before).map(({ type }) => type)).toContain("task.opened");
      await world.record("webhooks", "webhooks");
    },
  );

  chapter(
    "is paused after three days, with a mail to its owner; the events of the meantime are delivered when it is resumed",
    async () => {
      listener.state.status = 302;
      world.newMessages();
      await finding(organization, "楼梯积水");
      await world.until("2031-03-29 10:00");
      const [line] = (await duban("webhook", "list", "--json")).data as { pausedBecause: string; queued: number }[];
      expect(line).toMatchObject({ pausedBecause: "failing" });
      const mails = world.newMessages().filter(({ subject }) => /webhook cannot be reached/.test(subject ?? ""));
      expect(mails.map(({ to }) => to)).toEqual([organization.email("head")]);
      expect(mails[0]?.text).toContain(new URL(listener.url).host);
      listener.state.status = 204;
      const before = listener.received.length;
      await finding(organization, "又一处");
      expect((await duban("webhook", "test", id)).code).toBe(4);
      expect((await duban("webhook", "resume", id)).code).toBe(0);
      await receive(before + 1);
      const since = (await duban("webhook", "replay", id, "--since", "2031-03-05", "--json")).data as {
        messages: number;
      };
      expect(since.messages).toBeGreaterThan(1);
      await receive(before + 1 + since.messages);
      expect((await duban("webhook", "test", id)).code).toBe(0);
      await eventually(async () => world.settled().then(() => types().includes("webhook.test")));
      expect((await duban("webhook", "pause", id, "--json")).data).toEqual({ id, changed: true });
      expect((await duban("webhook", "remove", id)).code).toBe(0);
      expect((await duban("webhook", "show", id)).code).toBe(3);
    },
  );
});
