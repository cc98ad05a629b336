import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { temporal } from "@temporalio/proto";
import { Worker } from "@temporalio/worker";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { installRuntime } from "../../worker/runtime.ts";
import { folder, histories, read, replay } from "../support/recorded.ts";

const { History } = temporal.api.history.v1;

const workflowBundle = { codePath: inject("workflowBundle") };

let outcomes: Awaited<ReturnType<typeof replay>>;
beforeAll(async () => {
  installRuntime("ERROR");
  outcomes = await replay(workflowBundle, histories);
});

const typeOf = (path: string): string => {
  const first = read(path).events[0] as { workflowExecutionStartedEventAttributes?: { workflowType?: { name?: string } } };
  return first?.workflowExecutionStartedEventAttributes?.workflowType?.name ?? "";
};

describe("today's workflow code", () => {
  test("has a recorded history of each workflow", async () => {
    const recorded = new Set(histories.map(typeOf));
    const workflows = Object.keys(await import("../../workflows/index.ts"));
    expect([...recorded].sort()).toEqual(workflows.sort());
  });

  for (const path of histories)
    test(`goes on where ${basename(path, ".json")} (${path.split("/")[0]}) was left`, () => {
      expect(outcomes.has(path)).toBe(true);
      expect(outcomes.get(path)).toBeUndefined();
    });

  test("is rejected when it would act differently from the recording", async () => {
    const [path] = histories.filter((one) => typeOf(one) === "rectification");
    const history = read(path ?? "");
    const ask = JSON.stringify(history).replaceAll('"loadCase"', '"unloadCase"');
    await expect(Worker.runReplayHistory({ workflowBundle }, History.fromObject(JSON.parse(ask)))).rejects.toThrow(/ondeterminis/);
  });

  test("is tested with histories without any person's name, address or number", () => {
    for (const path of histories) {
      const payloads = [...readFileSync(join(folder, path), "utf8").matchAll(/"data":"([^"]*)"/g)];
      const text = payloads.map(([, data = ""]) => Buffer.from(data, "base64").toString("utf8")).join("\n");
      expect(text).not.toMatch(/@example\.org|\+\d{8}|消防|测试机构|secretariat \d/);
      expect(text.length).toBeGreaterThan(10);
    }
  });
});
