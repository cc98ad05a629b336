import type { Config } from "../config.ts";
import { startPortalProcess } from "../worker/processes/portal.ts";
import { startWorkerProcess } from "../worker/processes/worker.ts";
import { type Running, up } from "../worker/up.ts";
import { watchFaults } from "./faults.ts";

/** `duban up` and `duban demo`. */
export const serve = (config: Config, demo: boolean): Promise<void> =>
  untilEnded(
    (tell) => up(config, { demo, tell }),
    (running) => greeting(running, demo),
  );

/** `duban worker` */
export const serveWorker = (config: Config): Promise<void> =>
  untilEnded(
    (tell) => startWorkerProcess(config, tell),
    ({ url }) => [`A Duban worker runs (${config.queues.join(", ")}); ${url}/readyz tells whether it is ready`],
  );

/** `duban portal` */
export const servePortal = (config: Config): Promise<void> =>
  untilEnded(
    (tell) => startPortalProcess(config, tell),
    ({ url }) => [`A Duban portal runs at ${url}; ${url}/readyz tells whether it is ready`],
  );

/** Runs until Ctrl-C or SIGTERM, or until a part ends by itself. */
async function untilEnded<One extends { ended: Promise<void>; stop(): Promise<void> }>(
  start: (tell: (line: string) => void) => Promise<One>,
  greet: (running: One) => readonly string[],
): Promise<void> {
  let starting = true;
  let interrupted = false;
  let ask: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const onSignal = (): void => {
    interrupted = true;
    ask();
  };
  for (const signal of signals) process.on(signal, onSignal);
  const faults = watchFaults();
  const tell = (line: string): void => {
    if (starting) process.stderr.write(`${line}\n`);
  };
  try {
    const running = await start(tell);
    starting = false;
    try {
      if (interrupted) return;
      process.stdout.write(`${greet(running).join("\n")}\n`);
      await Promise.race([asked, running.ended]);
    } finally {
      faults.ending();
      process.stderr.write("Stopping…\n");
      await running.stop();
    }
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}

/** What to open and what to try next. */
function greeting({ url, boardUrl, inboxUrl }: Running, demo: boolean): string[] {
  return [
    `\nDuban 督办 runs at ${url}`,
    `  ${inboxUrl ? `Read what people are told:   ${inboxUrl}` : `Public pages:                ${url}/org`}`,
    `  Open the board:              ${boardUrl ?? "npx duban board prints a new link"}`,
    demo
      ? `  Let a finding slip:          npx duban rectification start --org GZ-CHA-006 "消防通道堵塞" && npx duban clock next`
      : `  Try next:                    npx duban overdue · npx duban rectification start --org GZ-CHA-006 "消防通道堵塞"`,
  ];
}
