import type { LocalDate, Zone } from "../terms.ts";
import { cityZone, dateIn, timeIn } from "../time/zones.ts";
import { figuresByPerson, isWithin } from "./figures.ts";
import type { Simulated } from "./found.ts";
import type { SimulatedOrganization, SimulationRules, Span } from "./scenario.ts";
import { messagesOf } from "./sending.ts";
import { simulate } from "./simulate.ts";
import type { SimulationSummary } from "./summary.ts";

/** Everything that happens in a span, for programs. Instants are in the organization's zone. */
export interface SimulationReport extends SimulationSummary {
  occurrences: { organization: string; duty: string; period: string; opensOn: LocalDate; state: string }[];
  acts: { at: string; organization: string; personId: string; verb: string; tasks: string[] }[];
  messages: { at: string; personId: string; channel: string; tasks: string[] }[];
}

/** Simulates organizations one by one; messages are bundled over all of them. */
export function reportOf(
  organizations: readonly SimulatedOrganization[],
  rules: SimulationRules,
  span: Span,
): SimulationReport {
  const zone: Zone = organizations[0]?.zone ?? cityZone;
  const codes = new Map(organizations.map(({ id, code }) => [id, code]));
  const found = organizations.map((organization): Simulated => simulate(organization, rules, span));
  const messages = messagesOf(
    found.flatMap(({ notices }) => notices),
    zone,
  );
  const within = isWithin(span, zone);
  const wall = (at: Date): string => `${dateIn(at, zone)} ${timeIn(at, zone)}`;
  const taskName = ({ duty, step, organizationId }: { duty: string; step: string; organizationId: string }): string =>
    [codes.get(organizationId), duty, step].join(" ");
  const acts = found.flatMap((one) => one.acts).filter(({ at }) => within(at));
  const sent = messages.filter(({ at }) => within(at));
  const cases = found.flatMap((one) =>
    one.cases
      .filter(({ opensOn }) => opensOn >= span.from && opensOn <= span.to)
      .map((case_) => ({ organizationId: one.organizationId, ...case_ })),
  );
  return {
    ...{ from: span.from, to: span.to, organizations: organizations.length },
    totals: {
      ...{ occurrences: cases.length, acts: acts.length },
      ...{ mails: sent.filter(({ channel }) => channel === "email").length },
      ...{ sms: sent.filter(({ channel }) => channel === "sms").length },
    },
    people: [...figuresByPerson(found, messages, span, zone)].map(([personId, months]) => ({ personId, months })),
    nobody: found.flatMap((one) => one.nobody),
    occurrences: cases.map(({ organizationId, duty, key, opensOn, state }) => ({
      ...{ organization: codes.get(organizationId) ?? organizationId, duty: duty.number, period: key, opensOn, state },
    })),
    acts: acts.map(({ at, organizationId, personId, verb, tasks }) => ({
      ...{ at: wall(at), organization: codes.get(organizationId) ?? organizationId, personId, verb },
      tasks: tasks.map(({ duty, step }) => `${duty} ${step}`),
    })),
    messages: sent.map(({ at, personId, channel, notices }) => ({
      ...{ at: wall(at), personId, channel },
      tasks: [...new Set(notices.map(({ task }) => taskName(task)))],
    })),
  };
}
