import { SingleBar } from "cli-progress";
import type { ImportStep } from "../acts/importing.ts";
import type { CliDeps } from "./deps.ts";

const steps: readonly ImportStep[] = ["reading", "checking", "writing", "done"];

/** A bar on standard error while somebody watches; silent otherwise. */
export function importBar(err: CliDeps["err"]): { step(step: ImportStep): void; stop(): void } {
  if (!("isTTY" in err && err.isTTY)) return { step: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    stream: err,
    format: "{bar} {step}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: true,
  });
  bar.start(steps.length - 1, 0, { step: "reading" });
  return { step: (step) => bar.update(steps.indexOf(step), { step }), stop: () => bar.stop() };
}
