import { expect, it } from "vitest";
import type { Holder } from "../../../domain/tasks/people.ts";
import { recipientsOf } from "../../../domain/tasks/recipients.ts";

const duties = { roles: ["secretariat"] as const, passedById: null, verifier: null, didIds: [] };
const holders = [
  { role: "secretariat", personId: "a" },
  { role: "secretariat", personId: "b" },
  { role: "staff", personId: "c" },
] as Holder[];

it("whoever passes a task on knows it is theirs no more; who did it with them is told, and who does it now", () => {
  const told = [
    { audience: "doer", channels: ["email"], shape: "due", urgency: "prompt" },
    { audience: "doer", channels: ["email"], shape: "settled", urgency: "routine", former: true },
  ] as const;
  const task = { before: { ...duties, personId: null }, after: { ...duties, personId: "c" } };
  const sent = recipientsOf(told, task, holders, { verb: "delegate", actor: "a" });
  expect(sent.map(({ personId, part, shape }) => [personId, part, shape])).toEqual([
    ["c", "doer", "due"],
    ["b", "copy", "settled"],
  ]);
});
