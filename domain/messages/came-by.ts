import type { LanguageCode, Role, Zone } from "../terms.ts";
import { memberText, vacantText, word } from "../words.ts";
import { fullInstant } from "./instant-words.ts";
import { writing } from "./languages/writing.ts";
import type { Part } from "./message.ts";

/** The circumstances of a reader when a message was written. */
export interface Reach {
  organization: string;
  zone: Zone;
  part: Part;
  /** Roles that they held, and since when. */
  held: readonly { role: Role; from: Date }[];
  /** Roles of the doer, and of the verifier. */
  asked: readonly Role[];
  verifier: Role | null;
  /** The task was assigned to them by name. */
  byName: boolean;
  /** Who assigned it to them, and when; null: nobody. */
  given: { by: string; at: Date } | null;
  /** Absent people for whom they stood in. */
  principals: readonly { name: string; from: Date; until: Date }[];
  /** The vacant role from which it was escalated to them; null: none. */
  vacant: Role | null;
}

/** How a reader came to be a recipient: role and since when, assignment, delegation, escalation past a vacant role. */
export function cameBy(reach: Reach, language: LanguageCode): string[] {
  const { either: say, list } = writing[language];
  const { organization, zone, part, held, asked, verifier, byName, given, principals, vacant } = reach;
  const lines = held.map(({ role, from }) =>
    say(
      `自${fullInstant(from, zone, language)}起任${organization}${memberText[role].zh}`,
      `${memberText[role].en} ${organization} since ${fullInstant(from, zone, language)}`,
    ),
  );
  const named = (roles: readonly Role[]): string => list(roles.map((role) => word("role", role, language)));
  if (part === "verifier" && verifier)
    lines.push(say(`由“${named([verifier])}”核验`, `it is verified by: ${named([verifier])}`));
  if (part === "doer" && given)
    lines.push(
      say(
        `${given.by}于${fullInstant(given.at, zone, language)}转由其办理`,
        `given to them by ${given.by} at ${fullInstant(given.at, zone, language)}`,
      ),
    );
  else if (part === "doer" && byName) lines.push(say("指定由其本人办理", "asked of them by name"));
  else if (part === "doer" && asked.length > 0)
    lines.push(say(`由“${named(asked)}”办理`, `asked of the role: ${named(asked)}`));
  for (const { name, from, until } of principals)
    lines.push(
      say(
        `${name}请假（${fullInstant(from, zone, language)}至${fullInstant(until, zone, language)}），由其代办`,
        `does the work of ${name}, who is away from ${fullInstant(from, zone, language)} until ${fullInstant(until, zone, language)}`,
      ),
    );
  if (vacant) lines.push(say(`${vacantText(vacant).zh}，因此上报`, `${vacantText(vacant).en}, so it went up`));
  return lines;
}
