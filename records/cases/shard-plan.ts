import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import type { HazardPack } from "../../domain/hazards/hazard-pack.ts";
import type { Occurrence } from "../../domain/planning/plan.ts";
import { plannable } from "../../domain/planning/plannable.ts";
import { monthOf } from "../../domain/planning/start.ts";
import { firstSteps } from "../../domain/procedures/kinds.ts";
import type { OpenedTask } from "../../domain/procedures/opening.ts";
import { openingInstant, openOccurrence } from "../../domain/procedures/planned.ts";
import { stepOf } from "../../domain/procedures/steps.ts";
import { addDays } from "../../domain/time/dates.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { OrganizationRow } from "../roster/holders.ts";
import { placeOf } from "../roster/place.ts";
import { joinedOn, occurrencesOf } from "./planned.ts";
import { profileOf, type Rules, setFor, surroundingsOf } from "./starts.ts";
import type { StepRows } from "./step-rows.ts";

/**
 * In days: longer than the longest period, its term and the weeks of a gentle start together. An organization that was added earlier needs no exact
 * date.
 */
const longAgo = 800;

/**
 * Occurrences and first tasks for the organizations of one shard at one instant. Organizations with the same profile share one computation; what
 * depends on an organization's own people and sites is computed for each.
 */
export class ShardPlan {
  private readonly rules: Rules;
  private readonly now: Date;
  private readonly occurrences = new Map<string, readonly Occurrence[]>();
  private readonly openings = new Map<string, readonly OpenedTask[]>();
  private readonly likenesses = new Map<string, string>();
  private readonly hazards = new Map<HazardPack, number>();

  constructor(rules: Rules, now: Date) {
    this.rules = rules;
    this.now = now;
  }

  occurrencesOf(organization: OrganizationRow): readonly Occurrence[] {
    const { zone, createdAt, atOnce, pausedAt } = organization;
    const today = dateIn(this.now, zone);
    const joined = joinedOn(organization);
    const gentle = !atOnce;
    const begun = { id: organization.id, joined, gentle };
    const key = JSON.stringify([
      ...[this.likenessOf(organization), this.rules.settings.levels(placeOf(organization)), gentle, pausedAt !== null],
      ...(gentle ? [monthOf(begun, {}, "half-yearly"), monthOf(begun, {}, "yearly")] : []),
      ...[joined > addDays(today, -longAgo) && joined, dateIn(createdAt, zone) >= today && createdAt.getTime()],
    ]);
    let known = this.occurrences.get(key);
    if (known === undefined) {
      known = occurrencesOf(organization, plannable, today, this.rules);
      this.occurrences.set(key, known);
    }
    return known;
  }

  /** The first tasks of an occurrence. @param crowd people and sites that its steps refer to */
  tasksOf(caseId: string, organization: OrganizationRow, occurrence: Occurrence, crowd: StepRows): OpenedTask[] {
    if (asksOfItsOwn(occurrence.duty)) return this.open(caseId, organization, occurrence, crowd);
    const opens = openingInstant(occurrence, joinedOn(organization), this.now);
    const { duty, period, dueAt, dueOn, askedBy } = occurrence;
    const hazard = this.aroundAt(organization, opens).hazard;
    const times = `${opens.getTime()}/${dueAt.getTime()}/${dueOn}/${askedBy}`;
    const key = `${duty}/${period}/${times}/${this.numberOf(hazard)}/${this.likenessOf(organization)}`;
    let known = this.openings.get(key);
    if (known === undefined) {
      known = this.open(caseId, organization, occurrence, crowd);
      this.openings.set(key, known);
    }
    return known.map((task) => ({ ...task, caseId, organizationId: organization.id }));
  }

  private open(caseId: string, organization: OrganizationRow, occurrence: Occurrence, crowd: StepRows): OpenedTask[] {
    const { id: organizationId, zone, shard } = organization;
    const set = setFor(dutyOf(occurrence.duty), {}, organizationId, this.rules.settings);
    const joined = joinedOn(organization);
    const around = this.aroundAt(organization, openingInstant(occurrence, joined, this.now));
    const opening = { caseId, organizationId, shard, zone, joined, ...set };
    const tasks = openOccurrence(occurrence, opening, { ...around, ...crowd }, this.now);
    // In a new case, a task that was not opened is not waited for.
    const asked = new Set(tasks.map(({ key }) => key));
    return tasks.map((task) => ({ ...task, after: task.after.filter((key) => asked.has(key)) }));
  }

  /** Wording comes from the hazard that stands highest when the case opens, however late that is. */
  private aroundAt(organization: OrganizationRow, opens: Date): ReturnType<typeof surroundingsOf> {
    return surroundingsOf(organization, this.rules, opens > this.now ? opens : this.now);
  }

  /** What an organization has in common with those for which the same tasks open. */
  private likenessOf(organization: OrganizationRow): string {
    const { id, zone } = organization;
    let known = this.likenesses.get(id);
    if (known === undefined) {
      known = JSON.stringify([profileOf(organization), zone, this.rules.settings.ownWord(id)]);
      this.likenesses.set(id, known);
    }
    return known;
  }

  private numberOf(hazard: HazardPack | undefined): number {
    if (hazard === undefined) return 0;
    const known = this.hazards.get(hazard) ?? this.hazards.size + 1;
    this.hazards.set(hazard, known);
    return known;
  }
}

const asking = new Map<string, boolean>();

/** Whether the first steps of a duty depend on the people or the sites of the organization. */
function asksOfItsOwn(number: string): boolean {
  let known = asking.get(number);
  if (known === undefined) {
    const duty = dutyOf(number);
    known = firstSteps(duty).some((step) => {
      const { each, rows } = stepOf(duty.kind, step);
      return each !== undefined || rows === "sites" || (typeof rows === "object" && "people" in rows);
    });
    asking.set(number, known);
  }
  return known;
}
