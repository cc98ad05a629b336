import { expect } from "vitest";
import { instantAt } from "../../domain/time/zones.ts";
import { brokenAt, eventsOf } from "../../records/cases/events.ts";
import { commandLine } from "../cli/typed.ts";
import { freshDatabase } from "../support/database.ts";
import { found } from "../support/organization.ts";
import { tortureLine } from "./line.ts";

const { db } = await freshDatabase();
const now = instantAt("2031-03-03", "10:00", "Asia/Shanghai");
const { duban } = commandLine(db, () => now);

tortureLine(
  {
    name: "The same command run 8 times at once: a rectification started with a key, its task acknowledged, submitted and accepted",
    pass: "each has one effect, none fails, and the chain of the log is intact",
    n: 200,
    fast: 8,
  },
  async ({ n, tried, failed, measure }) => {
    const organization = await found(db, now, {});
    const eight = async (...words: string[]) => {
      const all = await Promise.all(Array.from({ length: 8 }, () => duban(...words, "--json")));
      for (const { code, err } of all) if (code !== 0) failed(`${words.join(" ")}: exit code ${code}: ${err}`);
      tried();
      return all.map(({ data }) => data as { case: string; task: string; created?: boolean; changed?: boolean });
    };
    for (let i = 0; i < n; i += 4) {
      const start = ["rectification", "start", "--org", organization.code, "消防通道被堵", "--key", `finding-${i}`];
      const started = await eight(...start);
      const caseId = started[0]?.case ?? "";
      const taskId = started[0]?.task ?? "";
      const cases = await db.case.count({ where: { organizationId: organization.id, subject: "消防通道被堵" } });
      expect(cases).toBe(i / 4 + 1);
      expect(started.filter(({ created }) => created)).toHaveLength(1);
      await eight("task", "ack", taskId);
      await eight("task", "submit", taskId, "--as", organization.email("secretariat"), "--note", "好了");
      await eight("task", "accept", taskId, "--as", organization.email("supervisory-board"));
      for (const verb of ["acknowledge", "submit", "accept"]) {
        const times = await db.event.count({ where: { taskId, verb } });
        measure({ lost: times === 0 ? 1 : 0, doubled: Math.max(0, times - 1) });
        if (times !== 1) failed(`${verb} of ${taskId}: ${times} effects`);
      }
      if (brokenAt(await eventsOf(db, caseId)) !== null) failed(`the chain of ${caseId} is broken`);
    }
  },
);
