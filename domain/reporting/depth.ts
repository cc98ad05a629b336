import type { Policy } from "../escalation/policy.ts";

/** Position of each rung after D in its policy, from 1, by policy and rung. */
export const rungDepths = (policies: Iterable<Policy>): Readonly<Record<string, Readonly<Record<string, number>>>> =>
  Object.fromEntries(
    [...policies].map(({ name, rungs }) => [
      name,
      Object.fromEntries(
        rungs.filter(({ from, offset }) => from === "due" && offset.n > 0).map((one, index) => [one.name, index + 1]),
      ),
    ]),
  );
