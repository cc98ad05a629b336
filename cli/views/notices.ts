import { prefixedNameOf, rungNameOf } from "../../domain/escalation/rung-id.ts";
import { rungWords } from "../../domain/messages/because.ts";
import { word } from "../../domain/words.ts";
import type { NoticeLine } from "../../records/views/listings.ts";
import { currentLanguage, localized, say } from "../language.ts";
import { safe, wall } from "./format.ts";

/** A notice and its outcome for `--json`. */
export const noticeData = (line: NoticeLine): Record<string, unknown> => ({
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

export function noticeText(line: NoticeLine, zone: string): string {
  return say(
    `${wall(line.carriedAt ?? line.createdAt, zone)}  ${safe(line.person)}，${word("channel", line.channel, currentLanguage())}，${word("shape", line.shape, currentLanguage())}（${localized(rungWords(prefixedNameOf(line.step)))}）：${fate(line, zone)}`,
    `${wall(line.carriedAt ?? line.createdAt, zone)}  ${safe(line.person)} by ${word("channel", line.channel, currentLanguage())}, ${word("shape", line.shape, currentLanguage())} (${localized(rungWords(prefixedNameOf(line.step)))}): ${fate(line, zone)}`,
  );
}

/** Outcome of a notice in words. */
export function fate(line: NoticeLine, zone: string): string {
  if (line.state === "dropped")
    return say(
      `未告知：${word("dropped", line.dropped ?? "dropped", "zh-CN")}`,
      `not told: ${line.dropped ?? "dropped"}`,
    );
  if (line.state === "queued") {
    const failed = line.deliveryState
      ? say(
          `；上次尝试：${word("deliveryState", line.deliveryState, currentLanguage())}`,
          `; last attempt ${word("deliveryState", line.deliveryState, currentLanguage())}`,
        )
      : "";
    return say(
      `待发，${wall(line.sendAt, zone)}起发出${failed}`,
      `queued, to go out from ${wall(line.sendAt, zone)}${failed}`,
    );
  }
  const became = word("deliveryState", line.deliveryState ?? line.state, currentLanguage());
  const [code, provider] = [line.code ? safe(line.code) : "", line.provider ? safe(line.provider) : ""];
  return say(
    `${became}${code && `（${code}）`}${provider && `，经${provider}`}`,
    `${became}${code && ` (${code})`}${provider && ` by ${provider}`}`,
  );
}
