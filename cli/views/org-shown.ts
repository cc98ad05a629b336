import { dutyStates } from "../../client/registry/duties.ts";
import { organizationOf } from "../../client/registry/organizations.ts";
import { typesOf } from "../../domain/catalogue/applies.ts";
import { organizationTypes } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import {
  type OrganizationLine,
  type OrganizationRecord,
  organizationLines,
} from "../../records/roster/organizations.ts";
import { type HeldRole, peopleOf } from "../../records/roster/people.ts";
import { numberOf, oneOf } from "../args.ts";
import type { CommandResult } from "../command-result.ts";
import { dutyRow, dutyTable } from "../commands/duty.ts";
import type { CliSession } from "../deps.ts";
import { currentLanguage, listed, say } from "../language.ts";
import { padded } from "../width.ts";
import { addressData, addressText } from "./addresses.ts";
import { cell, safe, section, wall } from "./format.ts";

export interface ListOptions {
  type?: string;
  district?: string;
  paused?: true;
  state?: string;
  limit: string;
}

/** States by which a list can be filtered. */
export const listStates = ["open", "paused", "closed"] as const;

const ofState = {
  open: { paused: false },
  paused: { paused: true },
  closed: { closed: true },
} as const satisfies Readonly<Record<(typeof listStates)[number], object>>;

/** `duban org list` */
export async function list(session: CliSession, options: ListOptions): Promise<CommandResult> {
  const { type, district, paused, state = paused ? "paused" : undefined } = options;
  const limit = numberOf(options.limit, "--limit", 999_999);
  const filter = {
    ...(type !== undefined && { type: oneOf(type, "--type", organizationTypes) }),
    ...(district !== undefined && { district }),
    ...(state !== undefined && ofState[oneOf(state, "--state", listStates)]),
  };
  const lines = await organizationLines(session.db, filter, session.now());
  return {
    data: lines.map(summary),
    table: {
      head: ["code", "name", "type", "district", "people", "open", "late", "state"],
      rows: lines
        .slice(0, limit)
        .map((line) => [
          line.code,
          cell(line.name),
          typesOf(line).join("|"),
          line.district,
          String(line.people),
          String(line.open),
          String(line.late),
          line.closedAt ? say("已关闭", "closed") : line.pausedAt ? say("已暂停", "paused") : "",
        ]),
    },
    ...(lines.length > limit && {
      text: say(
        `……另有${lines.length - limit}家；用--limit列出更多，--json列出全部。`,
        `… and ${lines.length - limit} more; --limit shows more of them, --json all.`,
      ),
    }),
  };
}

/** `duban org show` */
export async function show(session: CliSession, code: string): Promise<CommandResult> {
  const organization = await organizationOf(session.db, code);
  const [line] = await organizationLines(session.db, { id: organization.id }, session.now());
  const people = await peopleOf(session.db, organization.id, session.now());
  const duties = await dutyStates(session, organization.id);
  return {
    data: {
      ...summary({ people: people.length, open: 0, late: 0, ...organization, ...line }),
      people: people.map(({ leftAt: _, addresses, ...person }) => ({ ...person, ...addressData(addresses) })),
      duties: duties.map(dutyRow),
    },
    first: story(organization, people).join("\n"),
    table: dutyTable(duties),
  };
}

/** An organization in words, with its people by role. */
function story(organization: OrganizationRecord, people: readonly HeldRole[]): string[] {
  const { code, name, registration, district, zone, party, qualified, joinedOn, marks } = organization;
  const facts = [
    listed(typesOf(organization).map((type) => word("organizationType", type, currentLanguage()))),
    word("registration", registration, currentLanguage()),
    district,
    zone,
    party ? say("设有党组织", "party organization") : say("没有党组织", "no party organization"),
    qualified
      ? say("有公开募捐资格", "may raise funds in public")
      : say("没有公开募捐资格", "may not raise funds in public"),
    ...(organization.charity === null
      ? []
      : [organization.charity ? say("慈善组织", "registered charity") : say("不是慈善组织", "no registered charity")]),
    organization.supervised ? "" : say("没有业务主管单位", "no supervising authority"),
    organization.atOnce ? "" : say("分步开始", "gentle start"),
    ...marks.map((mark) => word("mark", mark, currentLanguage())),
    say(`${joinedOn.toISOString().slice(0, 10)}加入`, `joined ${joinedOn.toISOString().slice(0, 10)}`),
  ];
  return [
    `${code} ${safe(name)}${standing(organization)}`,
    facts.filter(Boolean).join(" · "),
    ...section(
      say("人员", "People"),
      people.map(
        (one) =>
          `${padded(say(`${word("role", one.role, "zh-CN")}：`, `${one.role}:`), 22)}${safe(one.name)}${addresses(one)}`,
      ),
    ),
  ];
}

function standing({ pausedAt, closedAt, closedBecause, zone }: OrganizationRecord): string {
  if (closedAt)
    return say(
      `（${wall(closedAt, zone)}关闭：${safe(closedBecause)}）`,
      ` (closed since ${wall(closedAt, zone)}: ${safe(closedBecause)})`,
    );
  return pausedAt ? say(`（${wall(pausedAt, zone)}起暂停）`, ` (paused since ${wall(pausedAt, zone)})`) : "";
}

function addresses({ addresses: { email, sms } }: HeldRole): string {
  const mail = email && addressText(email, `<${email.value}>`);
  return [mail, sms && addressText(sms)].map((one) => (one ? ` ${one}` : "")).join("");
}

const summary = ({ joinedOn, closedAt, closedBecause, ...line }: OrganizationLine): Record<string, unknown> => ({
  ...line,
  ...(closedAt && { closedAt, closedBecause }),
  joinedOn: joinedOn.toISOString().slice(0, 10),
});
