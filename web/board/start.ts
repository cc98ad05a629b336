import type { ActContext, Actor } from "../../client/context.ts";
import type { Text } from "../../domain/terms.ts";

/** A field of a start's form: `line` up to 200 characters, `day` YYYY-MM-DD, `time` HH:MM, `choice` one of `options`. */
export interface StartField {
  name: string;
  type: "line" | "day" | "time" | "choice" | "tick";
  label: Text;
  required: boolean;
  options?: readonly { value: string; label: Text }[];
}

export interface StartInput {
  organizationId: string;
  /** Values by field name; empty fields are absent. */
  values: Readonly<Record<string, string>>;
  key: string;
  actor: Actor;
}

/** Something that a supervisor or an administrator can start from the board. To add one, add an entry here. */
export interface Start {
  name: string;
  title: Text;
  fields: readonly StartField[];
  /** Initial values of the form, and why they are proposed. @param organizationIds those of the board; null: all */
  offers?(
    context: ActContext,
    organizationIds: readonly string[] | null,
  ): Promise<{ values: Readonly<Record<string, string>>; because: Text } | null>;
  /**
   * Starts the case.
   * @returns id of the case to show
   * @throws {RefusedError} the current state forbids it · {BadInputError} names the field
   */
  start(context: ActContext, input: StartInput): Promise<string>;
}
