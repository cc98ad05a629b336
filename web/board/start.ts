import type { ActContext, Actor } from "../../client/context.ts";
import type { Text } from "../../domain/terms.ts";

/** What is asked of whoever starts something: `line` up to 200 characters, `day` YYYY-MM-DD, `time` HH:MM, `choice` one of `options`. */
export interface StartField {
  name: string;
  type: "line" | "day" | "time" | "choice" | "tick";
  label: Text;
  required: boolean;
  options?: readonly { value: string; label: Text }[];
}

export interface StartInput {
  organizationId: string;
  /** By the names of the fields; what was left empty is not there. */
  values: Readonly<Record<string, string>>;
  key: string;
  actor: Actor;
}

/** Something that a supervisor or an administrator starts from the board. A new one is an entry here. */
export interface Start {
  name: string;
  title: Text;
  fields: readonly StartField[];
  /** What stands in the form when it is opened, and why. @param organizationIds those of the board; null: all */
  offers?(
    context: ActContext,
    organizationIds: readonly string[] | null,
  ): Promise<{ values: Readonly<Record<string, string>>; because: Text } | null>;
  /**
   * @returns the case to show
   * @throws {RefusedError} the state of things forbids it · {BadInputError} naming the field
   */
  start(context: ActContext, input: StartInput): Promise<string>;
}
