import type { Policy } from "../escalation/policy.ts";

/** How deep each rung after D stands in its policy, from 1. */
export const rungDepths = (policies: Iterable<Policy>): { policy: string; rung: string; depth: number }[] =>
  [...policies].flatMap(({ name, rungs }) =>
    rungs
      .filter(({ from, offset }) => from === "due" && offset.n > 0)
      .map((one, index) => ({ policy: name, rung: one.name, depth: index + 1 })),
  );
