#!/usr/bin/env node
import { bundled, commandLine, servers, serving } from "./build.js";

process.env.TZ = "UTC";
// Whoever read the first lines and closed the pipe (`duban … | head`) wants no more.
process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 1));

const argv = process.argv.slice(2);
const serves = argv.some((word) => serving.includes(word));
const { run } = (await built()) ?? (await asWritten());
process.exitCode = await run(argv, process.env);
// Nothing that a library left open keeps a command from ending.
setTimeout(() => process.exit(), 500).unref();

async function built() {
  const entry = await bundled(serves ? servers : commandLine);
  // What stays up for weeks says in its log which line of the source failed.
  if (serves) process.setSourceMapsEnabled(true);
  return entry === undefined ? undefined : await import(entry);
}

async function asWritten() {
  const { register } = await import("tsx/esm/api");
  register();
  return await import("./main.ts");
}
