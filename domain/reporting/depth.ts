import type { Policy } from "../escalation/policy.ts";

/** How deep each rung after D stands in its policy, from 1. */
export const rungDepths = (policies: Iterable<Policy>): { policy: string; rung: string; depth: number }[] =>
  [...policies].flatMap(({ name, steps }) =>
    steps
      .filter(({ from, offset }) => from === "due" && offset.n > 0)
      .map((step, index) => ({ policy: name, rung: step.name, depth: index + 1 })),
  );
