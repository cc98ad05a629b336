import { expect, it } from "vitest";
import { openDesk } from "../../web/portal.ts";
import { commandLine } from "../typed.ts";

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
