import { expect, test } from "vitest";
import { growthChart } from "../../bench/herd/growth-chart.ts";

const rung = { name: "opened", seconds: 4, firstMail: 0.5, lost: 0, duplicates: 0, cpu: null };

test("the growth chart has a point for each known size and figure", () => {
  const of = (organizations: number, memory: number | null) => ({
    ...{ organizations, rungs: [rung], msPerMail: 0.4, cpuMsPerMail: 0.8, memory },
  });
  const svg = growthChart([of(1_000, 900), of(100_000, null)], "a < b & c");
  expect(svg.match(/<circle/g)).toHaveLength(5);
  expect(svg).toContain("100,000");
  expect(svg).toContain("a &lt; b &amp; c");
});
