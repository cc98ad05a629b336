import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Connection } from "@temporalio/client";
import { describe, expect, it } from "vitest";
import { type SearchAttributeType, startTemporal } from "../../local/temporal.ts";
import { ceiling } from "../support/timeouts.ts";
import { scratch } from "./scratch.ts";

describe("the embedded Temporal server", () => {
  it(
    "responds, keeps its data over a restart, and adds search attributes that an older file lacks",
    async () => {
      const home = await scratch();
      const attributesOf = async (searchAttributes: Record<string, SearchAttributeType>) => {
        const server = await startTemporal({ home, log: () => undefined, ui: false, searchAttributes });
        const connection = await Connection.connect({ address: server.address });
        const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: "default" });
        await connection.close();
        await server.stop();
        return Object.keys(customAttributes ?? {});
      };
      expect(await attributesOf({ DubanKind: "Keyword" })).toContain("DubanKind");
      expect(await attributesOf({ DubanKind: "Keyword", DubanState: "Keyword" })).toEqual(
        expect.arrayContaining(["DubanKind", "DubanState"]),
      );
      expect(await attributesOf({})).toContain("DubanState");
    },
    ceiling(180),
  );

  it(
    "gives no more work to a worker that ends",
    async () => {
      const server = await startTemporal({ home: await scratch(), log: () => undefined, ui: false, durable: false });
      const connection = await Connection.connect({ address: server.address });
      const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace: "default" });
      expect(namespaceInfo?.capabilities?.workerPollCompleteOnShutdown).toBe(true);
      await connection.close();
      await server.stop();
    },
    ceiling(60),
  );

  it(
    "reports the server's last lines when it does not start",
    async () => {
      const home = await scratch();
      const executable = join(home, "temporal");
      await writeFile(executable, "#!/bin/sh\necho 'unable to open database file'\nexit 3\n", { mode: 0o755 });
      await expect(startTemporal({ home, log: () => undefined, executable })).rejects.toThrow(
        /did not start: it ended with code 3\n.*unable to open database file/,
      );
    },
    ceiling(30),
  );

  it(
    "tries again when the server finds no free port",
    async () => {
      const home = await scratch();
      const executable = join(home, "temporal");
      const script = [
        "#!/bin/sh",
        'if [ -e "$0.tried" ]; then echo "unable to open database file"; exit 3; fi',
        'touch "$0.tried"',
        'echo "panic: failed assigning ephemeral port: connection refused"',
        ...["goroutine 1", "a", "b", "c", "d", "e"].map((line) => `echo "${line}"`),
        "exit 2",
      ];
      await writeFile(executable, `${script.join("\n")}\n`, { mode: 0o755 });
      await expect(startTemporal({ home, log: () => undefined, executable })).rejects.toThrow(/ended with code 3/);
    },
    ceiling(30),
  );
});
