import { channelRules } from "../channels/index.ts";
import { type Sendable, type SentCount, sendingFates, weekFrom } from "../messages/routine-day.ts";
import type { Channel, LocalDate, Zone } from "../terms.ts";
import { dateIn } from "../time/zones.ts";
import type { SimulatedNotice, SimulatedTask } from "./found.ts";

/** The fields of a notice that decide whether, when and with what it is sent. */
export interface UnsentNotice extends Omit<SimulatedNotice, "task" | "step"> {
  task: Pick<SimulatedTask, "id" | "handedInAt" | "settledAt">;
}

/** One mail or SMS to one person. */
export interface SimulatedMessage<Notice extends UnsentNotice = SimulatedNotice> {
  at: Date;
  personId: string;
  channel: Channel;
  notices: readonly Notice[];
}

/** The messages of a person by the courier's rules, for all organizations together. */
export function messagesOf<Notice extends UnsentNotice>(
  notices: readonly Notice[],
  zone: Zone,
): SimulatedMessage<Notice>[] {
  const byPerson = new Map<string, Notice[]>();
  for (const notice of notices) {
    const known = byPerson.get(notice.personId);
    if (known) known.push(notice);
    else byPerson.set(notice.personId, [notice]);
  }
  return [...byPerson.values()].flatMap((own) => messagesTo(own, zone)).sort((a, b) => a.at.getTime() - b.at.getTime());
}

function messagesTo<Notice extends UnsentNotice>(notices: readonly Notice[], zone: Zone): SimulatedMessage<Notice>[] {
  const waiting = new Map<number, Notice[]>();
  const add = (at: number, notice: Notice): void => {
    const known = waiting.get(at);
    if (known) known.push(notice);
    else waiting.set(at, [notice]);
  };
  for (const notice of notices) add(notice.sendAt.getTime(), notice);
  const times = [...waiting.keys()].sort((a, b) => a - b);
  const messages: SimulatedMessage<Notice>[] = [];
  const day = new SentOfDay(zone);
  for (let index = 0; index < times.length; index += 1) {
    const time = times[index] as number;
    const now = new Date(time);
    const due = (waiting.get(time) ?? []).filter((notice) => isWorthSending(notice, now));
    const fates = sendingFates(
      due.map((notice) => sendable(notice, zone)),
      now,
      day.before(now),
    );
    const worth: Notice[] = [];
    for (const [place, notice] of due.entries()) {
      const fate = fates[place];
      if (fate === "send") worth.push(notice);
      else if (fate && "hold" in fate) {
        const until = fate.hold.getTime();
        if (!waiting.has(until)) insert(times, until, index);
        add(until, notice);
      }
    }
    for (const message of enveloped(worth, now)) {
      messages.push(message);
      day.sent(message);
    }
  }
  return messages;
}

/** Inserts an instant into a sorted list, after a position. */
function insert(times: number[], time: number, after: number): void {
  let place = after + 1;
  while (place < times.length && (times[place] as number) < time) place += 1;
  times.splice(place, 0, time);
}

function isWorthSending({ task, while: state, notAfter }: UnsentNotice, now: Date): boolean {
  if (notAfter < now) return false;
  if (state === "doing") return task.handedInAt === null || task.handedInAt > now;
  return state === "always" || task.settledAt === null || task.settledAt > now;
}

/** Listed field by field for speed: made for every notice. */
const sendable = (
  { task, personId, channel, shape, part, urgency, climbDueAt }: UnsentNotice,
  zone: Zone,
): Sendable => ({
  personId,
  taskId: task.id,
  channel,
  shape,
  part,
  urgency,
  severity: null,
  zone,
  climbDueAt,
  attempts: 0,
});

/** One message for each channel; an emergency is separated from other tasks. */
function enveloped<Notice extends UnsentNotice>(notices: readonly Notice[], at: Date): SimulatedMessage<Notice>[] {
  const messages = new Map<string, SimulatedMessage<Notice> & { notices: Notice[] }>();
  for (const notice of notices) {
    const { personId, channel, urgency, task } = notice;
    const key = `${channel}/${urgency === "emergency" ? task.id : ""}`;
    const known = messages.get(key);
    if (known) known.notices.push(notice);
    else messages.set(key, { at, personId, channel, notices: [notice] });
  }
  return [...messages.values()];
}

/** Routine messages of one person, today and this week. */
class SentOfDay {
  private day: LocalDate = "";
  private week: LocalDate = "";
  private shapes: Map<string, Set<string>> | null = null;
  private readonly counts = new Map<string, SentCount>();
  private readonly zone: Zone;
  private person = "";

  constructor(zone: Zone) {
    this.zone = zone;
  }

  before(now: Date): Parameters<typeof sendingFates>[2] {
    const today = dateIn(now, this.zone);
    if (today !== this.day) {
      this.day = today;
      this.shapes = null;
      for (const count of this.counts.values()) count.today = 0;
      const week = weekFrom(today);
      if (week !== this.week) this.counts.clear();
      this.week = week;
    }
    return { today: this.shapes ? new Map([[this.person, this.shapes]]) : new Map(), counts: this.counts };
  }

  sent({ personId, channel, notices }: SimulatedMessage<UnsentNotice>): void {
    const routine = notices.filter(({ urgency }) => urgency === "routine");
    if (routine.length === 0) return;
    this.person = personId;
    const key = `${personId}/${channel}`;
    const count = this.counts.get(key) ?? { today: 0, week: 0 };
    this.counts.set(key, { today: count.today + 1, week: count.week + 1 });
    if (!channelRules[channel].oneRoutineADay) return;
    this.shapes ??= new Map();
    for (const { task, shape } of routine) this.shapes.set(task.id, (this.shapes.get(task.id) ?? new Set()).add(shape));
  }
}
