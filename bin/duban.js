#!/usr/bin/env node
// The program is TypeScript and runs as it is written: tsx reads it, nothing is built.
import { register } from "tsx/esm/api";

process.env.TZ = "UTC";
// Whoever read the first lines and closed the pipe (`duban … | head`) wants no more.
process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 1));
register();
const { run } = await import("./main.ts");
process.exitCode = await run(process.argv.slice(2));
// Nothing that a library left open keeps a command from ending.
setTimeout(() => process.exit(), 500).unref();
