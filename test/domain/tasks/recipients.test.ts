import { expect, it } from "vitest";
import type { Holder } from "../../../domain/tasks/people.ts";
import { recipientsOf } from "../../../domain/tasks/recipients.ts";

const duties = { roles: ["secretariat"] as const, passedById: null, verifier: null, didIds: [] };
const holders = [
  { role: "secretariat", personId: "a" },
  { role: "secretariat", personId: "b" },
  { role: "staff", personId: "c" },
] as Holder[];

it("a person who reassigns a task is not notified; co-doers and the new doer are", () => {
  const recipients = [
    { audience: "doer", channels: ["email"], shape: "due", urgency: "prompt" },
    { audience: "doer", channels: ["email"], shape: "settled", urgency: "routine", former: true },
  ] as const;
  const task = { before: { ...duties, personId: null }, after: { ...duties, personId: "c" } };
  const sent = recipientsOf(recipients, task, holders, { verb: "delegate", actor: "a" });
  expect(sent.map(({ personId, part, shape }) => [personId, part, shape])).toEqual([
    ["c", "doer", "due"],
    ["b", "copy", "settled"],
  ]);
});
