import { rungNameOf } from "../../domain/escalation/rung-id.ts";
import { rungWords } from "../../domain/messages/because.ts";
import { word } from "../../domain/words.ts";
import type { ToldLine } from "../../records/views/listings.ts";
import { inTongue, say, tongue } from "../language.ts";
import { safe, wall } from "./format.ts";

/** What was told, and what became of it, as every command gives it to programs. */
export const toldData = (line: ToldLine): Record<string, unknown> => ({
  notice: line.id,
  person: line.personId,
  name: line.person,
  roles: line.roles,
  step: line.step,
  rung: rungNameOf(line.step),
  channel: line.channel,
  shape: line.shape,
  part: line.part,
  state: line.state,
  dropped: line.dropped,
  sendAt: line.sendAt,
  attempts: line.attempts,
  delivery: line.deliveryId && {
    id: line.deliveryId,
    reference: line.reference,
    provider: line.provider,
    state: line.deliveryState,
    code: line.code,
    at: line.carriedAt,
  },
});

export function toldLine(line: ToldLine, zone: string): string {
  return say(
    `${wall(line.carriedAt ?? line.createdAt, zone)}  ${safe(line.person)}，${word("channel", line.channel, tongue())}，${word("shape", line.shape, tongue())}（${inTongue(rungWords(rungNameOf(line.step)))}）：${fate(line, zone)}`,
    `${wall(line.carriedAt ?? line.createdAt, zone)}  ${safe(line.person)} by ${word("channel", line.channel, tongue())}, ${word("shape", line.shape, tongue())} (${inTongue(rungWords(rungNameOf(line.step)))}): ${fate(line, zone)}`,
  );
}

/** What became of a notice. */
export function fate(line: ToldLine, zone: string): string {
  if (line.state === "dropped")
    return say(
      `未告知：${word("dropped", line.dropped ?? "dropped", "zh-CN")}`,
      `not told: ${line.dropped ?? "dropped"}`,
    );
  if (line.state === "queued") {
    const failed = line.deliveryState
      ? say(
          `；上次尝试：${word("deliveryState", line.deliveryState, tongue())}`,
          `; last attempt ${word("deliveryState", line.deliveryState, tongue())}`,
        )
      : "";
    return say(
      `待发，${wall(line.sendAt, zone)}起发出${failed}`,
      `queued, to go out from ${wall(line.sendAt, zone)}${failed}`,
    );
  }
  const code = line.code ? ` (${safe(line.code)})` : "";
  return `${word("deliveryState", line.deliveryState ?? line.state, tongue())}${code}${line.provider ? ` by ${safe(line.provider)}` : ""}`;
}
