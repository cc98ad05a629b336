// Runs TypeScript with tsx; there is no build step.
import { register } from "tsx/esm/api";

process.env.TZ = "UTC";
register();
const { main } = await import("./main.ts");
process.exitCode = await main(process.argv.slice(2));
