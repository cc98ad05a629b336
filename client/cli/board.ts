import type { Command } from "commander";
import { printable } from "../../domain/cell.ts";
import { revokeAccess } from "../acts/access.ts";
import { BadInput } from "../acts/context.ts";
import { personOf as personNamed } from "../acts/people.ts";
import type { Answer, Run } from "./answer.ts";
import type { CliSession } from "./deps.ts";
import { numberOf, personOf } from "./given.ts";

/** `duban board`: a link that opens the board, for the administrator or for a supervisor of some organizations; or the end of some. */
export function boardCommands(program: Command, run: Run): void {
  program
    .command("board")
    .description(
      "a new link that opens the board: of the administrator, or of a person for the organizations they supervise",
    )
    .argument("[person]", "e-mail address, telephone number or id")
    .option("--days <n>", "days that it works; each is a new link", "30")
    .option("--revoke <person|all>", "end the links and sessions of a person, of the administrator, or of all")
    .action((named: string | undefined, { days, revoke }: { days: string; revoke?: string }, command: Command) =>
      run(command, async (session) => {
        if (revoke !== undefined) return end(session, revoke, named);
        const until = numberOf(days, "--days", 365);
        if (!session.boardLink) throw new BadInput("board: nothing here knows the secret key that signs links");
        const person = named === undefined ? null : await personOf(session.db, named);
        const link = await session.boardLink(person?.id ?? null, until);
        return { data: { link, person: person?.id ?? null, days: until }, text: link };
      }),
    );
}

/** @throws {BadInput} a person is named twice · {NotFound} nobody is meant */
async function end(session: CliSession, revoke: string, named: string | undefined): Promise<Answer> {
  if (named !== undefined)
    throw new BadInput(
      `board: "${printable(named)}" beside --revoke; expected one of them, for a new link or to end some`,
    );
  const who =
    revoke === "all" ? "all" : revoke === "administrator" ? null : [(await personNamed(session.db, revoke)).id];
  const { sessions, links } = await revokeAccess(session, who);
  return {
    data: { revoked: revoke, sessions, links },
    text: `${revoke}: ${sessions} session${sessions === 1 ? "" : "s"} and ${links} link${links === 1 ? "" : "s"} of the board ended`,
  };
}
