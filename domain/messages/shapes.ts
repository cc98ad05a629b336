import type { Shape } from "../terms.ts";

/** Of several notices to one person about one task, the one with the highest shape is sent. */
export const shapeHeight: Readonly<Record<Shape, number>> = {
  test: 0,
  digest: 0,
  settled: 1,
  due: 2,
  reminder: 3,
  call: 4,
  overdue: 5,
  escalated: 6,
  returned: 7,
};
