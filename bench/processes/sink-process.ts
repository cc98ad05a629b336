import { startSink } from "../../local/sink.ts";
import { serve } from "./serve.ts";

/** The receiving mail server, in a process of its own. */
const sink = await startSink();

export interface SinkState {
  total: number;
  /** Milliseconds since 1970. */
  first: number | null;
  last: number | null;
}

serve(
  {
    url: () => sink.smtpUrl,
    state: (): SinkState => ({ total: sink.total, first: sink.first ?? null, last: sink.last ?? null }),
    counts: () => sink.counts,
    firstAccepts: () => sink.firstAccepts,
    clear: () => sink.clear(),
    dropAfterDot: (times: number) => sink.dropAfterDot(times),
    killAt: ({ total, pid }: { total: number; pid: number }) => sink.at(total, () => process.kill(pid, "SIGKILL")),
  },
  () => sink.stop(),
);
