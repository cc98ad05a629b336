import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { freshDatabase } from "../support/database.ts";
import { ceiling } from "../support/timeouts.ts";

const { url } = await freshDatabase();
const program = fileURLToPath(new URL("engine-loads.ts", import.meta.url));

test("a command that only reads does not load Prisma's engine; one that writes loads it once and sees the same rows", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", program, url]);
  expect(JSON.parse(stdout)).toEqual({ afterReading: 0, afterWriting: 1 });
});

test("an unused connection lets its process end", async () => {
  const program = `import { connectBriefly } from "./prisma/client.ts"; await connectBriefly("${url}").$disconnect(); console.log("over");`;
  const args = ["--import", "tsx", "--input-type=module", "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: ceiling(10) });
  expect(stdout).toBe("over\n");
});
