import { progressOf } from "../../client/tasks/progress.ts";
import { citationOf, quoteOf } from "../../domain/catalogue/citation.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { NotFoundError } from "../../domain/errors.ts";
import { credits } from "../../domain/planning/credits.ts";
import { cause } from "../../domain/reasons/index.ts";
import { word } from "../../domain/words.ts";
import type { CaseRow } from "../../records/cases/cases.ts";
import { eventsOf } from "../../records/cases/events.ts";
import type { CommandResult } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { currentLanguage, localized, say } from "../language.ts";
import { countingData, countingLines } from "./case-counting.ts";
import { heading, safe, wall } from "./format.ts";

type Said = Readonly<Record<string, unknown>>;

/** `duban why CASE`: why a case was started, what counts instead of it, and what it counts for. */
export async function whyCase(session: CliSession, found: CaseRow): Promise<CommandResult> {
  const progress = await progressOf(session.db, found.id, session.now());
  if (!progress) throw new NotFoundError(cause("no-case", { value: found.id }));
  const duty = dutyOf(found.duty);
  const events = await eventsOf(session.db, found.id);
  // The line of the case, or the one that it shares with its only task.
  const named = events
    .flatMap(({ verb, after }) => (verb === "credited" && (after as Said | null)?.credit) || [])
    .at(-1);
  const credit = credits.find(({ name }) => name === named) ?? null;
  const from = (events[0]?.after as Said | null | undefined)?.event;
  const { zone } = progress.organization;
  return {
    data: {
      case: found.id,
      duty: { number: duty.number, clause: duty.clause, quote: duty.quote, title: duty.title },
      key: found.key,
      state: found.state,
      cadence: found.cadence,
      event: typeof from === "string" ? from : null,
      ...countingData(progress),
      credit: credit && { name: credit.name, reason: credit.reason },
    },
    text: [
      heading(
        say(
          `第${duty.number}项${safe(localized(duty.title))}（${safe(found.key)}）：${word("caseState", found.state, currentLanguage())}`,
          `Duty ${duty.number}, ${safe(localized(duty.title))} (${safe(found.key)}): ${word("caseState", found.state, currentLanguage())}`,
        ),
      ),
      say(`条款     ${citationOf(duty).zh}：“${quoteOf(duty)}”`, `Clause   ${citationOf(duty).en}: “${quoteOf(duty)}”`),
      found.cadence
        ? say(
            `起因     ${word("cadence", found.cadence, currentLanguage())}，${wall(found.openedAt, zone)}起`,
            `Started  ${word("cadence", found.cadence, currentLanguage())}, on ${wall(found.openedAt, zone)}`,
          )
        : say(
            `起因     ${typeof from === "string" ? word("trigger", from, currentLanguage()) : "由人发起"}，${wall(found.openedAt, zone)}`,
            `Started  ${typeof from === "string" ? word("trigger", from, currentLanguage()) : "by hand"}, on ${wall(found.openedAt, zone)}`,
          ),
      ...countingLines(progress),
      ...(credit ? [say(`理由     ${credit.reason.zh}`, `Reason   ${credit.reason.en}`)] : []),
    ].join("\n"),
  };
}
