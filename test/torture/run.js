// TypeScript that runs as it is written: tsx reads it, nothing is built.
import { register } from "tsx/esm/api";

process.env.TZ = "UTC";
register();
const { main } = await import("./main.ts");
process.exitCode = await main(process.argv.slice(2));
