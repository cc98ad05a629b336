import type { Command } from "commander";
import { BadInput } from "../acts/context.ts";
import type { Run } from "./answer.ts";
import { numberOf, personOf } from "./given.ts";

/** `duban board`: the link that opens the board, for the administrator or for a supervisor of some organizations. */
export function boardCommands(program: Command, run: Run): void {
  program
    .command("board")
    .description(
      "the link that opens the board: of the administrator, or of a person for the organizations they supervise",
    )
    .argument("[person]", "e-mail address, telephone number or id")
    .option("--days <n>", "days that it works", "30")
    .action((named: string | undefined, { days }: { days: string }, command: Command) =>
      run(command, async (session) => {
        const until = numberOf(days, "--days", 365);
        if (!session.boardLink) throw new BadInput("board: nothing here knows the secret key that signs links");
        const person = named === undefined ? null : await personOf(session.db, named);
        const link = await session.boardLink(person?.id ?? null, until);
        return { data: { link, person: person?.id ?? null, days: until }, text: link };
      }),
    );
}
