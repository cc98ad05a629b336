// The benches are TypeScript and run as they are written: tsx reads them, nothing is built.
import { register } from "tsx/esm/api";

process.env.TZ = "UTC";
register();
const { main } = await import("./main.ts");
process.exitCode = await main(process.argv.slice(2));
