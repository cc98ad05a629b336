import { setTimeout as sleep } from "node:timers/promises";
import type { WatchClock } from "../cli/deps.ts";
import { BadInputError } from "../domain/errors.ts";
import { type Cause, cause } from "../domain/reasons/index.ts";

/** So often it is asked how far a move has come; milliseconds. */
const often = 500;

/**
 * The demo's time, or a move of it, over its control address (worker/control.ts). A move may take longer than a request does: one that
 * is cut off while the time goes on is followed to its end.
 * @param to null: it is only read
 * @throws {BadInputError} no time, one that has passed, or the time did not get there
 */
export async function moveClock(
  control: string,
  to: string | null,
  watch?: WatchClock,
): Promise<{ now: Date; moved: number }> {
  if (to === null) return answered(await fetch(control));
  const looking = watch ? setInterval(() => void underWay(control).then((far) => far && watch(far)), often) : undefined;
  try {
    const response = await fetch(control, { method: "POST", body: to }).catch((error: unknown) => error);
    return response instanceof Response ? await answered(response) : await followed(control, response);
  } finally {
    clearInterval(looking);
  }
}

async function answered(response: Response): Promise<{ now: Date; moved: number }> {
  const answer = (await response.json()) as { now?: string; moved?: number; error?: Cause };
  if (!response.ok || !answer.now)
    throw new BadInputError(answer.error ?? cause("clock-not-moved", { fault: `HTTP ${response.status}` }));
  return { now: new Date(answer.now), moved: answer.moved ?? 0 };
}

/** Waits for the move that is under way. @param error why its request got no answer */
async function followed(control: string, error: unknown): Promise<{ now: Date; moved: number }> {
  const first = await underWay(control);
  let move = first;
  while (move) {
    await sleep(often);
    move = await underWay(control);
  }
  const now = first && (await fetch(control).then(answered, () => undefined))?.now;
  if (!first || !now || now < first.to)
    throw new BadInputError(
      cause("clock-not-moved", { fault: error instanceof Error ? error.message : String(error) }),
    );
  return { now, moved: now.getTime() - first.from.getTime() };
}

/** Where the time stands between the two ends of its move; nothing where there is none, or that cannot be said just now. */
async function underWay(control: string): Promise<Parameters<WatchClock>[0] | undefined> {
  try {
    const { now, underWay: move } = (await (await fetch(control)).json()) as {
      now: string;
      underWay: { from: string; to: string } | null;
    };
    return move ? { now: new Date(now), from: new Date(move.from), to: new Date(move.to) } : undefined;
  } catch {
    return undefined;
  }
}
