import { expect, it } from "vitest";
import { climbsByClock } from "../../../domain/escalation/advance.ts";
import type { Policy } from "../../../domain/escalation/policy.ts";
import { policyNames } from "../../../domain/escalation/policy-names.ts";
import { policiesOf, writePolicy } from "../../../records/settings.ts";
import { taskLines } from "../../../records/views/listings.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";

const { db } = await freshDatabase();
const opened = new Date("2031-03-03T01:00:00Z");
const organizationId = (await found(db, opened, {})).id;
const own = (name: string, rest: Partial<Policy>): Policy => ({
  name,
  for: { zh: name, en: name },
  rungs: [],
  ...rest,
});
const rung = { name: "opened", from: "opened", offset: { n: 0, unit: "h" }, tell: [] } as const;
/** An administrator's ladders; one replaces one of the product's. */
const written = [
  own("hours", { term: { n: 3, unit: "h" } }),
  own("workdays", { term: { n: 3, unit: "bd" } }),
  own("at-night", { rungs: [rung, { ...rung, name: "+1h", emergency: true }] }),
  own("emergency", { term: { n: 1, unit: "bd" } }),
];

it("whether a term runs by the clock is the same in SQL as in the program, for each ladder and for submitted tasks", async () => {
  const about = { organizationId, duty: "48", openedAt: opened };
  await db.case.create({ data: { ...about, id: "case", kind: "OL", key: "asked", state: "open" } });
  for (const policy of written) await db.$transaction((tx) => writePolicy(tx, policy, opened));
  const task = (id: string, rest: object) => ({
    ...about,
    ...{ id, caseId: "case", key: id, step: "reply", roles: ["secretariat"], state: "open", policy: "ordinary" },
    ...{ dueAt: opened, firstDueAt: opened, climbFrom: opened, climbDueAt: opened, round: "round" },
    ...rest,
  });
  const names = [...new Set([...policyNames, ...written.map(({ name }) => name), "nobody's"])];
  await db.task.createMany({
    data: names.flatMap((name) => [
      task(`open ${name}`, { policy: name }),
      task(`handed in ${name}`, { policy: name, state: "submitted" }),
      task(`verdict ${name}`, { verifierPolicy: name, state: "submitted" }),
    ]),
  });
  const policies = await policiesOf(db);
  const lines = await taskLines(db, {}, opened, 1_000);
  expect(lines).toHaveLength(3 * names.length);
  expect(lines.filter(({ byClock }) => byClock)).toEqual(lines.filter((line) => climbsByClock(line, policies)));
  expect(lines.flatMap(({ byClock, id }) => (byClock && id.startsWith("open") ? [id.slice(5)] : [])).sort()).toEqual([
    ...["at-night", "disclosure-emergency", "hazard-minor", "hours", "incident", "incident-critical"],
    "rectification-critical",
  ]);
});
