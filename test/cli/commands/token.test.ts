import { expect, it } from "vitest";
import { openDesk } from "../../web/portal.ts";
import { commandLine } from "../typed.ts";

it("prints why a message of a webhook had no response, in words", async () => {
  const desk = await openDesk();
  const { duban } = commandLine(desk.db, desk.now);
  const person = (await desk.organization()).person("secretariat");
  const made = await duban("webhook", "add", "http://program.example.org/x", "--owner", person, "--json");
  const { id } = made.data as { id: string };
  const [message, at] = [(await duban("webhook", "test", id, "--json")).data as { message: string }, desk.now()];
  for (const code of ["NOT_HTTPS", "EPIPE"])
    await desk.db.webhookAttempt.create({
      data: { messageId: message.message, webhookId: id, at, status: null, code, tookMs: 0 },
    });
  const { out } = await duban("webhook", "show", id);
  expect(out).toContain("not sent: the address is not https");
  expect(out).toContain("no response (EPIPE)");
  expect(out).not.toContain("NOT_HTTPS");
  expect((await duban("webhook", "show", id, "--json")).data).toMatchObject({
    attempts: [{ code: "EPIPE" }, { code: "NOT_HTTPS" }],
  });
});

it("prints times of tokens, webhooks, levels and formulas in the city's zone, as every command does", async () => {
  const desk = await openDesk();
  const { duban } = commandLine(desk.db, desk.now);
  // Monday, 2026-11-23 at 10:00 in Guangzhou is 02:00 in UTC.
  const wall = (days: number): string =>
    new Date(desk.now().getTime() + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
  await duban("token", "create", "--name", "finance", "--scope", "tasks:read", "--days", "30");
  expect((await duban("token", "list")).out).toContain(wall(30));
  const set = await duban("level", "set", "watch", "--hazard", "flood", "--because", "台风橙色预警");
  expect(set.code, set.err).toBe(0);
  expect((await duban("level", "history")).out).toContain(wall(0));
});
