import type { Config } from "../config.ts";
import { type Running, up } from "../worker/up.ts";
import { watchFaults } from "./faults.ts";

/** Runs until Ctrl-C, or until a part ends by itself. */
export async function serve(config: Config, demo: boolean): Promise<void> {
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
    const running = await up(config, { demo, tell });
    starting = false;
    try {
      if (interrupted) return;
      process.stdout.write(`${greeting(running, demo).join("\n")}\n`);
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
