import { nouns } from "../cli/commands/index.ts";
import type { Environment } from "./locale.ts";

/** Long-running commands: their traces are those of the work that they do. */
const lasting = ["up", "demo", "worker", "portal"];

/** Runs a command as the root of a trace, if tracing is configured. The span is named by the noun only, because arguments may be personal data. */
export async function traced(argv: readonly string[], env: Environment, work: () => Promise<number>): Promise<number> {
  const noun = argv.find((word) => word in nouns);
  const asked = env.OTEL_EXPORTER_OTLP_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  if (!asked || noun === undefined || lasting.includes(noun)) return work();
  const [{ ConfigError, readConfig }, { startTracing }, { inSpan }] = await Promise.all([
    import("../config.ts"),
    import("../worker/tracing/index.ts"),
    import("../worker/tracing/spans.ts"),
  ]);
  try {
    const tracing = await startTracing(readConfig(env), "duban-cli");
    const code = await inSpan(`duban ${noun}`, { kind: "INTERNAL", attributes: {} }, work);
    await tracing?.stop();
    return code;
  } catch (error) {
    // The command itself reports errors of the settings.
    if (error instanceof ConfigError) return work();
    throw error;
  }
}
