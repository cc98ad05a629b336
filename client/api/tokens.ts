import { type Scope, scopes } from "../../domain/api/scopes.ts";
import { BadInputError, NotFoundError } from "../../domain/errors.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { cellProblem, printable } from "../../domain/roster/cell.ts";
import type { Statements } from "../../prisma/client.ts";
import {
  type ApiToken,
  findToken,
  insertToken,
  markUsed,
  revokeToken,
  type TokenLine,
  tokenLines,
} from "../../records/api/tokens.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { organizationOf } from "../registry/organizations.ts";
import { organizationsOverseen } from "../registry/overseen.ts";
import { personOf } from "../registry/people.ts";

export interface NewToken {
  /** What it is for, as it is listed. */
  name: string;
  /** Code of an organization; or a person of an authority, by address or id. Neither: it is of all. */
  organization?: string;
  authority?: string;
  scopes: readonly string[];
  expiresAt?: Date;
  actor: Actor;
}

/**
 * Makes a token of a program. It is told once, here; what is stored is its hash.
 * @throws {BadInputError} no name, a scope that is none, or both an organization and an authority · {NotFoundError}
 */
export async function createToken(
  context: ActContext,
  input: NewToken,
): Promise<{ id: string; token: string; scopes: Scope[] }> {
  const name = input.name.trim();
  const problem = name === "" ? expected("words") : cellProblem(name, 80);
  if (problem) throw new BadInputError(unusable("name", printable(name), problem));
  const wanted = [...new Set(input.scopes)].map((given): Scope => {
    const scope = scopes.find((one) => one === given);
    if (!scope) throw new BadInputError(unusable("scope", printable(given), expected("one-of", { options: scopes })));
    return scope;
  });
  if (wanted.length === 0) throw new BadInputError(unusable("scope", "", expected("one-of", { options: scopes })));
  if (input.organization !== undefined && input.authority !== undefined)
    throw new BadInputError(cause("beside", { option: "--authority", other: "--org" }));
  const { db } = context;
  const organization = input.organization === undefined ? null : await organizationOf(db, input.organization);
  const person = input.authority === undefined ? null : await personOf(db, input.authority.trim());
  const made = await db.$transaction((tx) =>
    insertToken(tx, {
      ...{ name, organizationId: organization?.id ?? null, personId: person?.id ?? null, scopes: wanted },
      ...{ createdBy: actorId(input.actor), createdAt: context.now(), expiresAt: input.expiresAt ?? null },
    }),
  );
  return { ...made, scopes: wanted };
}

/** Whoever calls with a token, and the organizations that it reaches; null: all. */
export interface Caller extends Pick<ApiToken, "id" | "scopes"> {
  organizationIds: readonly string[] | null;
}

/** @returns null: the token is unknown, has expired or was revoked, or whoever it is of is there no more */
export async function callerOf({ db, now }: Pick<ActContext, "db" | "now">, given: string): Promise<Caller | null> {
  const at = now();
  const token = await findToken(db, given, at);
  if (!token) return null;
  await markUsed(db, token, at);
  const { id, scopes, organizationId, personId } = token;
  const reach = personId === null ? null : await organizationsOverseen(db, personId, at);
  return { id, scopes, organizationIds: organizationId === null ? reach : [organizationId] };
}

export const listTokens = (db: Statements): Promise<TokenLine[]> => tokenLines(db);

/** Ends a token at once. @throws {NotFoundError} there is none */
export async function endToken(context: ActContext, id: string): Promise<{ changed: boolean }> {
  const done = await context.db.$transaction((tx) => revokeToken(tx, id, context.now()));
  if (done === false) throw new NotFoundError(cause("no-token", { value: printable(id) }));
  return { changed: done === true };
}
