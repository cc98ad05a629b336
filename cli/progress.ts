import { SingleBar } from "cli-progress";
import type { ImportStep } from "../client/registry/importing.ts";
import type { Zone } from "../domain/terms.ts";
import { dateIn, timeIn } from "../domain/time/zones.ts";
import type { CliDeps, WatchClock } from "./deps.ts";

const steps: readonly ImportStep[] = ["reading", "checking", "writing", "done"];

/** Progress bar of an import on standard error; silent if that is not a terminal. */
export function importBar(err: CliDeps["err"]): { step(step: ImportStep): void; stop(): void } {
  if (!("isTTY" in err && err.isTTY)) return { step: () => undefined, stop: () => undefined };
  const bar = barOn(err);
  bar.start(steps.length - 1, 0, { step: "reading" });
  return { step: (step) => bar.update(steps.indexOf(step), { step }), stop: () => bar.stop() };
}

/** The same for a move of the demo's clock, with the day reached. */
export function clockBar(err: CliDeps["err"], zone: Zone): { watch: WatchClock; stop(): void } {
  if (!("isTTY" in err && err.isTTY)) return { watch: () => undefined, stop: () => undefined };
  let bar: SingleBar | undefined;
  return {
    watch({ from, to, now }) {
      const step = `${dateIn(now, zone)} ${timeIn(now, zone)}`;
      if (!bar) {
        bar = barOn(err);
        bar.start(Math.max(1, to.getTime() - from.getTime()), 0, { step });
      }
      bar.update(Math.max(0, now.getTime() - from.getTime()), { step });
    },
    stop: () => bar?.stop(),
  };
}

/** The same for a number of items. */
export function countBar(err: CliDeps["err"], total: number): { at(done: number): void; stop(): void } {
  if (!("isTTY" in err && err.isTTY)) return { at: () => undefined, stop: () => undefined };
  const bar = barOn(err);
  bar.start(Math.max(1, total), 0, { step: "" });
  return { at: (done) => bar.update(done, { step: `${done}/${total}` }), stop: () => bar.stop() };
}

/** The same for tables, by name. */
export function tableBar(err: CliDeps["err"]): { at(done: number, all: number, name: string): void; stop(): void } {
  if (!("isTTY" in err && err.isTTY)) return { at: () => undefined, stop: () => undefined };
  let bar: SingleBar | undefined;
  return {
    at(done, all, step) {
      if (!bar) {
        bar = barOn(err);
        bar.start(Math.max(1, all), 0, { step });
      }
      bar.update(done, { step });
    },
    stop: () => bar?.stop(),
  };
}

const barOn = (stream: NodeJS.WritableStream): SingleBar =>
  new SingleBar({
    stream,
    format: "{bar} {step}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: true,
  });
