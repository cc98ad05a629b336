import { type Scope, scopeRule, scopes, scopesBeyond, type TokenReach } from "../../domain/api/scopes.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../domain/errors.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { cellProblem, printable } from "../../domain/roster/cell.ts";
import type { Statements, Tx } from "../../prisma/client.ts";
import { actsOf } from "../../records/api/answers.ts";
import {
  type ApiToken,
  findToken,
  insertToken,
  revokeToken,
  type TokenLine,
  tokenLines,
} from "../../records/api/tokens.ts";
import { organizationsHeldBy } from "../../records/messages/handovers.ts";
import { organizationsOverseen } from "../../records/views/overseen.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { repeatedly } from "../reading.ts";
import { organizationOf } from "../registry/organizations.ts";
import { personOf } from "../registry/people.ts";

export interface NewToken {
  /** Purpose of the token, as lists show it. */
  name: string;
  /** Code of an organization. Or `authority`: a person of an authority, by address or id. Neither: all organizations. */
  organization?: string;
  authority?: string;
  /** For a token of an organization: the role holder as whom it acts. */
  as?: string;
  scopes: readonly string[];
  expiresAt?: Date;
  actor: Actor;
}

/**
 * Creates a program's token, and returns it this once; only its hash is stored.
 * @throws {BadInputError} no name, an unknown scope or one that such a token cannot have, or both an organization and an authority · {NotFoundError}
 * · {RefusedError} the person as whom it acts has no role in the organization
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
  if (input.as !== undefined && !organization)
    throw new BadInputError(cause("needs-option", { option: "--as", other: "--org" }));
  const named = input.as ?? input.authority;
  const person = named === undefined ? null : await personOf(db, named.trim());
  if (organization && person && !(await isThere(db, organization.id, person.id, context.now())))
    throw new RefusedError(cause("not-in-organization"));
  const reach = reachOf({ organizationId: organization?.id ?? null, personId: person?.id ?? null });
  const beyond = scopesBeyond(wanted, reach);
  if (beyond.length > 0) throw new BadInputError(cause("scope-beyond", { scopes: beyond, reach }));
  const acting = wanted.filter((scope) => scopeRule(scope).acts);
  if (organization && !person && acting.length > 0)
    throw new BadInputError(cause("token-acts-as-nobody", { scopes: acting }));
  const made = await db.$transaction((tx) =>
    insertToken(tx, {
      ...{ name, organizationId: organization?.id ?? null, personId: person?.id ?? null, scopes: wanted },
      ...{ createdBy: actorId(input.actor), createdAt: context.now(), expiresAt: input.expiresAt ?? null },
    }),
  );
  return { ...made, scopes: wanted };
}

const reachOf = ({ organizationId, personId }: Pick<ApiToken, "organizationId" | "personId">): TokenReach =>
  organizationId !== null ? "organization" : personId !== null ? "authority" : "all";

const isThere = async (db: Tx, organizationId: string, personId: string, now: Date): Promise<boolean> =>
  (await organizationsHeldBy(db, [personId], now)).includes(organizationId);

/** The caller of a token, and the organizations that it reaches; null: all. */
export interface Caller extends Pick<ApiToken, "id" | "scopes"> {
  reach: TokenReach;
  organizationIds: readonly string[] | null;
  /** The actor; null: the token only reads. */
  actor: Actor | null;
}

/** Authenticates a token. @returns null: unknown, expired or revoked, or its owner no longer exists or has no role in its organization */
export async function callerOf({ db, now }: Pick<ActContext, "db" | "now">, given: string): Promise<Caller | null> {
  const at = now();
  const token = await findToken(repeatedly(db), given, at);
  if (!token) return null;
  const { id, scopes, organizationId, personId, hasPart } = token;
  if (!hasPart) return null;
  const reach = reachOf(token);
  const actor = personId !== null ? { personId } : reach === "all" ? ("administrator" as const) : null;
  const overseen = reach === "authority" ? await organizationsOverseen(db, personId ?? "", at) : null;
  return { id, scopes, reach, actor, organizationIds: organizationId === null ? overseen : [organizationId] };
}

export const listTokens = (db: Statements): Promise<TokenLine[]> => tokenLines(db);

/** Revokes a token at once. @throws {NotFoundError} */
export async function endToken(context: ActContext, id: string): Promise<{ changed: boolean }> {
  const done = await context.db.$transaction((tx) => revokeToken(tx, id, context.now()));
  if (done === false) throw new NotFoundError(cause("no-token", { value: printable(id) }));
  return { changed: done === true };
}

/** Acts that programs performed by tokens, newest first. @param id one token; absent: all @throws {NotFoundError} */
export async function actsOfTokens(
  db: Statements,
  id: string | undefined,
  limit: number,
): Promise<Awaited<ReturnType<typeof actsOf>>> {
  if (id !== undefined && !(await tokenLines(db)).some((one) => one.id === id))
    throw new NotFoundError(cause("no-token", { value: printable(id) }));
  return actsOf(db, id ?? null, limit);
}
